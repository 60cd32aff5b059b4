import { samePolicy } from '../../core/policy-document.ts';
import { tagDifference } from '../common/tags.ts';
import type { Action, Change } from './action.ts';
import type { Assessment, InterfaceEndpointInput } from './assessment.ts';
import type { Endpoint } from './endpoint.ts';
import { privateDNS } from './private-dns.ts';
import { policyText, subnetConfigurations } from './request.ts';

/** All that differs between an endpoint that is ours and what is wanted of it, as far as AWS would take it in its state. */
export function differences(input: InterfaceEndpointInput, assessment: Assessment, endpoint: Endpoint): Action[] {
  return [...modifications(input, assessment, endpoint), ...tagActions(input, endpoint)];
}

/** AWS modifies an endpoint only while it is available, one change at a time: hence one call for everything. */
function modifications(input: InterfaceEndpointInput, assessment: Assessment, endpoint: Endpoint): Action[] {
  if (endpoint.state !== 'available') return [];
  const names = privateDNS(input, endpoint);
  const change: Change = {
    ...subnetChange(assessment),
    ...groupChange(assessment),
    ...policyChange(policyText(input.object.spec), endpoint),
    ...(names.state === 'toDisable' ? { PrivateDnsEnabled: false } : {}),
  };
  if (Object.keys(change).length > 0) return [{ type: 'Modify', endpointID: endpoint.id, change }];
  return names.state === 'toEnable' ? [{ type: 'EnablePrivateDNS', endpointID: endpoint.id }] : [];
}

function subnetChange({ subnets }: Assessment): Change {
  if (subnets === undefined) return {};
  const configurations = subnetConfigurations(subnets.add);
  return {
    ...(subnets.add.length === 0 ? {} : { AddSubnetIds: subnets.add.map(({ subnet }) => subnet.id).toSorted() }),
    ...(configurations.length === 0 ? {} : { SubnetConfigurations: configurations }),
    ...(subnets.remove.length === 0 ? {} : { RemoveSubnetIds: [...subnets.remove] }),
  };
}

function groupChange({ groups }: Assessment): Change {
  if (groups === undefined) return {};
  return {
    ...(groups.add.length === 0 ? {} : { AddSecurityGroupIds: [...groups.add] }),
    ...(groups.remove.length === 0 ? {} : { RemoveSecurityGroupIds: [...groups.remove] }),
  };
}

function policyChange(wanted: string | undefined, endpoint: Endpoint): Change {
  if (samePolicy(wanted, endpoint.policy)) return {};
  return wanted === undefined ? { ResetPolicy: true } : { PolicyDocument: wanted };
}

function tagActions({ object, identity }: InterfaceEndpointInput, endpoint: Endpoint): Action[] {
  if (endpoint.state === 'other') return [];
  const { wrong, stale } = tagDifference(object, identity, endpoint.tags);
  return [
    ...(wrong === undefined ? [] : [{ type: 'Tag' as const, endpointID: endpoint.id, tags: wrong }]),
    ...(stale === undefined ? [] : [{ type: 'Untag' as const, endpointID: endpoint.id, keys: stale }]),
  ];
}
