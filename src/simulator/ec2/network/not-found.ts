import type { Caller } from '../../handler.ts';
import { ApiError } from '../../handler.ts';
import { belongsTo } from '../../visibility.ts';
import type { Owned } from '../../world.ts';

/** The usual code and the other one that AWS uses for the same (aws-facts §3), and how the message names the thing. */
const kinds = {
  vpc: {
    prefix: 'vpc',
    codes: ['InvalidVpcID.NotFound', 'InvalidVpcId.NotFound'],
    malformed: 'InvalidVpcID.Malformed',
    noun: 'vpc ID',
  },
  subnet: {
    prefix: 'subnet',
    codes: ['InvalidSubnetID.NotFound', 'InvalidSubnetId.NotFound'],
    malformed: 'InvalidSubnetID.Malformed',
    noun: 'subnet ID',
  },
  group: {
    prefix: 'sg',
    codes: ['InvalidGroup.NotFound', 'InvalidSecurityGroupID.NotFound'],
    malformed: 'InvalidGroupId.Malformed',
    noun: 'security group',
  },
  rule: {
    prefix: 'sgr',
    codes: ['InvalidSecurityGroupRuleId.NotFound', 'InvalidSecurityGroupRuleId.NotFound'],
    malformed: 'InvalidSecurityGroupRuleId.Malformed',
    noun: 'security group rule ID',
  },
  networkInterface: {
    prefix: 'eni',
    codes: ['InvalidNetworkInterfaceID.NotFound', 'InvalidNetworkInterfaceId.NotFound'],
    malformed: 'InvalidNetworkInterfaceId.Malformed',
    noun: 'networkInterface ID',
  },
  instance: {
    prefix: 'i',
    codes: ['InvalidInstanceID.NotFound', 'InvalidInstanceId.NotFound'],
    malformed: 'InvalidInstanceID.Malformed',
    noun: 'instance ID',
  },
} as const;

export type NetworkKind = keyof typeof kinds;

/** The kind whose IDs begin like this one. */
export function kindOfID(id: string): NetworkKind | undefined {
  const found = Object.entries(kinds).find(([, { prefix }]) => id.startsWith(`${prefix}-`));
  return found?.[0] as NetworkKind | undefined;
}

/** What an ID that leads to nothing is told: that it is none, or that it does not exist. */
export function notFound(kind: NetworkKind, id: string, { world }: Pick<Caller, 'world'>): ApiError {
  const { prefix, codes, malformed, noun } = kinds[kind];
  if (!new RegExp(`^${prefix}-([0-9a-f]{8}|[0-9a-f]{17})$`).test(id)) return new ApiError(malformed, `Invalid id: "${id}"`);
  return new ApiError(codes[world.settings.otherNotFoundCodes ? 1 : 0], `The ${noun} '${id}' does not exist`);
}

/** The caller's record of that ID. A write finds it at once, though reads may not show it yet. */
export function owned<Found extends Owned>(
  kind: NetworkKind,
  id: string,
  { records, caller }: { readonly records: ReadonlyMap<string, Found>; readonly caller: Caller },
): Found {
  const record = records.get(id);
  if (!record || !belongsTo(record, caller)) throw notFound(kind, id, caller);
  return record;
}
