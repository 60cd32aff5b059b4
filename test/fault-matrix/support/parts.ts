import { actionOf, type CallName, calls } from '../../../src/aws/calls.ts';
import type { Service } from '../../../src/aws/sender.ts';
import type { DeedName } from './deeds.ts';
import type { Role } from './rows.ts';

/** The ports, and the call behind every role. */
type AnyCall = CallName | 'assumeRole';
export const kinds = ['EndpointService', 'InterfaceEndpoint'] as const;
export type KindName = (typeof kinds)[number];

/** What a call is to an object, and what somebody does to have the operator make it, where it does not by itself. */
export interface Part {
  readonly role: Role;
  readonly whenNew?: DeedName;
  readonly whenAvailable?: DeedName;
}

/** Whose IAM policy needs a call says which kind makes it. */
interface Sides {
  readonly provider: 'EndpointService';
  readonly consumer: 'InterfaceEndpoint';
  readonly dns: never;
}
type KindOf<C extends AnyCall> = C extends CallName ? Sides[(typeof calls)[C]['sides'][number]] : KindName;

/** A new call in the ports is an error of types here until its part is told. */
export const parts: { readonly [C in AnyCall as [KindOf<C>] extends [never] ? never : C]: Readonly<Record<KindOf<C>, Part>> } = {
  assumeRole: { EndpointService: { role: 'identity' }, InterfaceEndpoint: { role: 'identity' } },
  getCallerIdentity: { EndpointService: { role: 'account' }, InterfaceEndpoint: { role: 'account' } },

  describeVpcEndpoints: { InterfaceEndpoint: { role: 'self' } },
  describeVpcEndpointServiceConfigurations: { EndpointService: { role: 'self' } },

  describeVpcs: { InterfaceEndpoint: { role: 'precondition' } },
  describeVpcEndpointServices: { InterfaceEndpoint: { role: 'reference' } },
  describeSubnets: { EndpointService: { role: 'beside' }, InterfaceEndpoint: { role: 'reference' } },
  describeSecurityGroups: { InterfaceEndpoint: { role: 'reference' } },
  describeVpcAttribute: { InterfaceEndpoint: { role: 'precondition' } },
  describeVpcEndpointServicePermissions: { EndpointService: { role: 'reference' } },
  describeLoadBalancers: { EndpointService: { role: 'reference' } },
  describeLoadBalancerTags: { EndpointService: { role: 'reference' } },

  describeNetworkInterfaces: { InterfaceEndpoint: { role: 'beside' } },
  describeAvailabilityZones: { EndpointService: { role: 'beside' }, InterfaceEndpoint: { role: 'beside' } },
  describeVpcEndpointConnections: { EndpointService: { role: 'beside' } },
  describeInstances: { EndpointService: { role: 'beside' } },
  describeLoadBalancerAttributes: { EndpointService: { role: 'beside' } },
  describeListeners: { EndpointService: { role: 'beside' } },
  describeTargetGroups: { EndpointService: { role: 'beside' } },
  describeTargetGroupAttributes: { EndpointService: { role: 'beside' } },
  describeTargetHealth: { EndpointService: { role: 'beside' } },

  createVpcEndpoint: { InterfaceEndpoint: { role: 'create', whenAvailable: 'delete behind our back' } },
  createVpcEndpointServiceConfiguration: { EndpointService: { role: 'create', whenAvailable: 'delete behind our back' } },

  modifyVpcEndpoint: { InterfaceEndpoint: { role: 'change', whenAvailable: 'edit the policy' } },
  modifyVpcEndpointServiceConfiguration: {
    EndpointService: { role: 'change', whenNew: 'rename', whenAvailable: 'rename' },
  },
  modifyVpcEndpointServicePermissions: { EndpointService: { role: 'change', whenAvailable: 'allow another' } },
  createTags: {
    EndpointService: { role: 'tags', whenNew: 'add a tag', whenAvailable: 'add a tag' },
    InterfaceEndpoint: { role: 'tags', whenNew: 'add a tag', whenAvailable: 'add a tag' },
  },
  deleteTags: {
    EndpointService: { role: 'tags', whenNew: 'drop a tag', whenAvailable: 'drop a tag' },
    InterfaceEndpoint: { role: 'tags', whenNew: 'drop a tag', whenAvailable: 'drop a tag' },
  },

  acceptVpcEndpointConnections: { EndpointService: { role: 'effort', whenNew: 'connect', whenAvailable: 'connect' } },
  rejectVpcEndpointConnections: {
    EndpointService: { role: 'effort', whenNew: 'connect as a stranger', whenAvailable: 'connect as a stranger' },
  },
  getHostedZone: { EndpointService: { role: 'beside', whenAvailable: 'lose the verification' } },
  listResourceRecordSets: { EndpointService: { role: 'beside' } },
  changeResourceRecordSets: { EndpointService: { role: 'effort', whenAvailable: 'lose the record' } },
  startVpcEndpointServicePrivateDnsVerification: { EndpointService: { role: 'effort', whenAvailable: 'lose the verification' } },

  deleteVpcEndpoints: { InterfaceEndpoint: { role: 'removal', whenNew: 'remove', whenAvailable: 'remove' } },
  deleteVpcEndpointServiceConfigurations: { EndpointService: { role: 'removal', whenNew: 'remove', whenAvailable: 'remove' } },
};

export type MatrixCall = keyof typeof parts;

export function serviceOf(call: MatrixCall): Service {
  return call === 'assumeRole' ? 'sts' : calls[call].service;
}

export function apiActionOf(call: MatrixCall): string {
  return call === 'assumeRole' ? 'AssumeRole' : actionOf(call);
}

export function isWrite(call: MatrixCall): boolean {
  return call !== 'assumeRole' && calls[call].effect === 'write';
}

/** Decides on each of many by itself, and tells which were refused inside a reply of 200. */
export function isBatch(call: MatrixCall): boolean {
  return /^(delete|accept|reject)Vpc/.test(call);
}
