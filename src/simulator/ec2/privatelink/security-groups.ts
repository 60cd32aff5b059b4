import type { Caller } from '../../handler.ts';
import { ApiError } from '../../handler.ts';
import { owned } from '../network/not-found.ts';
import { invalidParameter } from './errors.ts';

const maximumGroups = 5;

/** The endpoint's groups: those named, else the VPC's default group. */
export function chosenGroups(ids: readonly string[] | undefined, vpcID: string, caller: Caller): string[] {
  if (ids === undefined || ids.length === 0) return defaultGroup(vpcID, caller);
  return checkGroups([...new Set(ids)], vpcID, caller);
}

export function checkGroups(ids: string[], vpcID: string, caller: Caller): string[] {
  for (const id of ids) {
    const group = owned('group', id, { records: caller.world.securityGroups, caller });
    if (group.vpcID !== vpcID) throw invalidParameter(`The security group ${id} does not belong to the VPC ${vpcID}.`);
  }
  if (ids.length > maximumGroups) {
    const message = `The maximum number of security groups per interface has been reached: ${maximumGroups}`;
    throw new ApiError('SecurityGroupsPerInterfaceLimitExceeded', message);
  }
  return ids;
}

function defaultGroup(vpcID: string, { world }: Caller): string[] {
  const group = [...world.securityGroups.values()].find((candidate) => candidate.vpcID === vpcID && candidate.name === 'default');
  return group ? [group.id] : [];
}
