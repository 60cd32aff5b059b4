import type { Caller } from '../../handler.ts';
import { ApiError } from '../../handler.ts';
import { belongsTo } from '../../visibility.ts';
import type { Owned } from '../../world.ts';

/** The usual code and the other one that AWS uses for the same (aws-facts §3), and how the message names the thing. */
const kinds = {
  vpc: { codes: ['InvalidVpcID.NotFound', 'InvalidVpcId.NotFound'], noun: 'vpc ID' },
  subnet: { codes: ['InvalidSubnetID.NotFound', 'InvalidSubnetId.NotFound'], noun: 'subnet ID' },
  group: { codes: ['InvalidGroup.NotFound', 'InvalidSecurityGroupID.NotFound'], noun: 'security group' },
  rule: { codes: ['InvalidSecurityGroupRuleId.NotFound', 'InvalidSecurityGroupRuleId.NotFound'], noun: 'security group rule ID' },
  networkInterface: { codes: ['InvalidNetworkInterfaceID.NotFound', 'InvalidNetworkInterfaceId.NotFound'], noun: 'networkInterface ID' },
  instance: { codes: ['InvalidInstanceID.NotFound', 'InvalidInstanceId.NotFound'], noun: 'instance ID' },
} as const;

export type NetworkKind = keyof typeof kinds;

export function notFound(kind: NetworkKind, id: string, { world }: Pick<Caller, 'world'>): ApiError {
  const { codes, noun } = kinds[kind];
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
