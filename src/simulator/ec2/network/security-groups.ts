import type {
  CreateSecurityGroupRequest,
  CreateSecurityGroupResult,
  DeleteSecurityGroupRequest,
  DeleteSecurityGroupResult,
} from '@aws-sdk/client-ec2';
import type { Caller } from '../../handler.ts';
import { ApiError } from '../../handler.ts';
import type { Checked } from '../../operations.ts';
import { specifiedTags, tagList } from '../../tags.ts';
import type { SecurityGroup, World } from '../../world.ts';
import { newSecurityGroup } from './new-security-group.ts';
import { owned } from './not-found.ts';

export function groupARN({ region, account, id }: SecurityGroup): string {
  return `arn:aws:ec2:${region}:${account}:security-group/${id}`;
}

export function createSecurityGroup(input: Checked<CreateSecurityGroupRequest>, caller: Caller): CreateSecurityGroupResult {
  const { world } = caller;
  if (input.VpcId === undefined) throw new ApiError('MissingParameter', 'The request must contain the parameter VpcId');
  const vpc = owned('vpc', input.VpcId, { records: world.vpcs, caller });
  checkName(input.GroupName);
  checkDescription(input.Description);
  if ([...world.securityGroups.values()].some(({ vpcID, name }) => vpcID === vpc.id && name === input.GroupName)) {
    throw new ApiError('InvalidGroup.Duplicate', `The security group '${input.GroupName}' already exists for VPC '${vpc.id}'`);
  }
  const tags = specifiedTags(input.TagSpecifications, 'security-group');
  const group = newSecurityGroup({ vpcID: vpc.id, name: input.GroupName, description: input.Description, tags }, caller);
  return { GroupId: group.id, SecurityGroupArn: groupARN(group), Tags: tagList(tags) };
}

function checkName(name: string): void {
  if (name.length > 0 && name.length <= 255 && !name.startsWith('sg-') && name !== 'default') return;
  throw new ApiError(
    'InvalidParameterValue',
    `Value (${name}) for parameter GroupName is invalid. It may not be empty, 'default', or start with sg-.`,
  );
}

const describable = /^[\w .:/()#,@[\]+=&;{}!$*-]{1,255}$/;

function checkDescription(description: string): void {
  if (describable.test(description)) return;
  throw new ApiError(
    'InvalidParameterValue',
    `Value (${description}) for parameter GroupDescription is invalid. It must have 1 to 255 characters of a-z, A-Z, 0-9, space and ._-:/()#,@[]+=&;{}!$*`,
  );
}

/** Deletes a group that no interface, no endpoint and no other group's rule uses. */
export function deleteSecurityGroup(input: Checked<DeleteSecurityGroupRequest>, caller: Caller): DeleteSecurityGroupResult {
  const { world } = caller;
  if (input.GroupId === undefined) throw new ApiError('MissingParameter', 'The request must contain the parameter GroupId');
  const group = owned('group', input.GroupId, { records: world.securityGroups, caller });
  if (group.name === 'default')
    throw new ApiError('CannotDelete', `the specified group: "${group.id}" name: "default" cannot be deleted by a user`);
  if (inUse(group.id, world)) throw new ApiError('DependencyViolation', `resource ${group.id} has a dependent object`);
  world.securityGroups.delete(group.id);
  return { Return: true, GroupId: group.id };
}

function inUse(id: string, world: World): boolean {
  const hasInterface = [...world.networkInterfaces.values()].some(({ securityGroupIDs }) => securityGroupIDs.includes(id));
  const hasEndpoint = [...world.endpoints.values()].some(
    ({ securityGroupIDs, state }) => state !== 'deleted' && securityGroupIDs.includes(id),
  );
  const hasBalancer = [...world.loadBalancers.values()].some(({ securityGroupIDs }) => securityGroupIDs.includes(id));
  const hasRule = [...world.securityGroups.values()].some(
    (other) => other.id !== id && other.rules.some(({ source }) => 'groupID' in source && source.groupID === id),
  );
  return hasInterface || hasEndpoint || hasBalancer || hasRule;
}
