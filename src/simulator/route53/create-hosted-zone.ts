import type { CreateHostedZoneRequest, CreateHostedZoneResponse } from '@aws-sdk/client-route-53';
import type { Caller } from '../handler.ts';
import { ApiError } from '../handler.ts';
import type { Checked } from '../operations.ts';
import type { HostedZone } from '../world-dns.ts';
import type { Vpc } from '../world.ts';
import { submitChange } from './changes.ts';
import { checkNoConflict } from './conflicts.ts';
import { checkLength, invalidInput } from './errors.ts';
import { normalName } from './names.ts';
import { ownVPC } from './named-vpc.ts';
import { newHostedZone } from './new-hosted-zone.ts';
import { writeZone } from './serialisation.ts';
import { listLater } from './vpc-listing.ts';
import { delegationSet, vpcView, zoneView } from './zone-view.ts';
import { zonePath } from './zone-ids.ts';

/** Makes a public zone, or with a VPC a private one. */
export function createHostedZone(input: Checked<CreateHostedZoneRequest>, caller: Caller): CreateHostedZoneResponse {
  const { CallerReference: callerReference, HostedZoneConfig: config } = input;
  checkLength('CallerReference', callerReference, 128);
  checkLength('Comment', config?.Comment, 256);
  if (callerReference === '') throw invalidInput('CallerReference is empty');
  const name = normalName(input.Name);
  checkPrivacy(input);
  checkReference(callerReference, caller);
  const vpc = input.VPC === undefined ? undefined : ownVPC(input.VPC, caller);
  if (vpc) checkNoConflict(name, vpc, caller);
  checkRoom(caller);
  const zone = newHostedZone({ name, callerReference, comment: config?.Comment, vpc }, caller);
  return writeZone(zone, caller, () => reply(zone, vpc, caller));
}

function reply(zone: HostedZone, vpc: Vpc | undefined, caller: Caller): CreateHostedZoneResponse {
  const ownRecords = [...zone.records];
  const publish = (): void => {
    for (const [key, record] of ownRecords) zone.answering.records.set(key, record);
    if (vpc) zone.answering.vpcIDs.add(vpc.id);
  };
  if (vpc) listLater(zone, vpc, caller);
  // The model requires DelegationSet, though the reply for a private zone has none (https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateHostedZone.html).
  return {
    HostedZone: zoneView(zone),
    ChangeInfo: submitChange({ publish }, caller),
    ...delegationSet(zone),
    Location: `https://route53.amazonaws.com/2013-04-01${zonePath(zone.id)}`,
    ...(vpc ? { VPC: vpcView(vpc) } : {}),
  } as CreateHostedZoneResponse;
}

/** A zone is private because of its VPC; the flag alone does not make it so. */
function checkPrivacy({ VPC: vpc, HostedZoneConfig: config }: Checked<CreateHostedZoneRequest>): void {
  if (config?.PrivateZone === true && vpc === undefined) throw invalidInput('A private hosted zone needs a VPC');
  if (config?.PrivateZone === false && vpc !== undefined) throw invalidInput('A public hosted zone has no VPC');
}

/** A reference is used up for ever, also by a zone that is gone. */
function checkReference(reference: string, { world, account }: Caller): void {
  if (!world.callerReferences.has(`${account} ${reference}`)) return;
  throw new ApiError('HostedZoneAlreadyExists', 'A hosted zone has already been created with the specified caller reference.', 409);
}

function checkRoom({ world, account }: Caller): void {
  const { hostedZonesPerAccount: limit } = world.settings;
  const own = [...world.hostedZones.values()].filter((zone) => zone.account === account && zone.deletedAt === undefined);
  if (own.length < limit) return;
  throw new ApiError('TooManyHostedZones', `Limits Exceeded: MAX_HOSTED_ZONES_BY_OWNER=${limit} - Cannot create more hosted zones.`);
}
