import type { Change, ResourceRecordSet } from '@aws-sdk/client-route-53';
import type { RecordSet } from '../world-dns.ts';
import { invalidInput } from './errors.ts';
import { normalName } from './names.ts';
import { bareID } from './zone-ids.ts';

const longestTTL = 2_147_483_647;
const longestIdentifier = 128;

/** The record set of a change, or the refusal of one that says too much or too little. The texts are AWS's (boto3 157, ansible 545). */
export function givenRecord(change: Change): RecordSet {
  const given = change.ResourceRecordSet ?? { Name: undefined, Type: undefined };
  const { SetIdentifier: setIdentifier, Weight: weight, MultiValueAnswer: multiValue } = given;
  const place = placeOf(change);
  checkRouting(given, place);
  return {
    name: normalName(given.Name ?? ''),
    type: given.Type ?? '',
    setIdentifier,
    weight,
    multiValue,
    data: givenData(given, place),
  };
}

/** How AWS names a change in a refusal. */
function placeOf({ Action: action, ResourceRecordSet: given }: Change): string {
  return `Change with [Action=${action}, Name=${given?.Name}, Type=${given?.Type}, SetIdentifier=${given?.SetIdentifier ?? null}]`;
}

function givenData(given: ResourceRecordSet, place: string): RecordSet['data'] {
  const { AliasTarget: target, TTL: ttl, ResourceRecords: records } = given;
  const shapes =
    'Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId], but found';
  if (target !== undefined && ttl === undefined && records === undefined) {
    const { HostedZoneId: zoneID, DNSName: dnsName, EvaluateTargetHealth: evaluateTargetHealth } = target;
    return {
      alias: { zoneID: bareID(zoneID ?? ''), dnsName: normalName(dnsName ?? ''), evaluateTargetHealth: evaluateTargetHealth ?? false },
    };
  }
  if (target !== undefined) throw invalidInput(`${shapes} more than one in ${place}`);
  if (ttl === undefined || records === undefined || records.length === 0) throw invalidInput(`${shapes} none in ${place}`);
  if (ttl < 0 || ttl > longestTTL) throw invalidInput(`Invalid request: TTL must be between 0 and ${longestTTL} in ${place}`);
  return { ttl, values: records.map(({ Value }) => Value ?? '') };
}

function checkRouting({ SetIdentifier: identifier, Weight: weight, MultiValueAnswer: multiValue }: ResourceRecordSet, place: string): void {
  const policies = [weight, multiValue].filter((policy) => policy !== undefined).length;
  const choice = 'Invalid request: Expected exactly one of [Weight, Region, Failover, GeoLocation, or MultiValueAnswer], but found';
  if (policies > 1) throw invalidInput(`${choice} more than one in ${place}`);
  if (identifier !== undefined && policies === 0) throw invalidInput(`${choice} none in ${place}`);
  if (identifier === undefined && policies > 0) throw invalidInput(`Invalid request: Missing field 'SetIdentifier' in ${place}`);
  if (identifier === '' || (identifier ?? '').length > longestIdentifier) {
    throw invalidInput(`Invalid request: SetIdentifier must have between 1 and ${longestIdentifier} characters in ${place}`);
  }
  if (weight !== undefined && (weight < 0 || weight > 255))
    throw invalidInput(`Invalid request: Weight must be between 0 and 255 in ${place}`);
}
