import { actionOf, type CallName, calls } from '../../../src/aws/calls.ts';
import type { Service } from '../../../src/aws/sender.ts';
import type { DeedName } from './deeds.ts';
import type { Role } from './rows.ts';

/** The ports, and the call behind every role. */
type AnyCall = CallName | 'assumeRole';
export const kinds = ['EndpointService', 'InterfaceEndpoint', 'PrivateHostedZone'] as const;
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
  readonly dns: 'PrivateHostedZone';
}
/** Nobody needs leave to ask who one is. */
type OfAll = 'assumeRole' | 'getCallerIdentity';
type KindOf<C extends AnyCall> = C extends OfAll ? KindName : C extends CallName ? Sides[(typeof calls)[C]['sides'][number]] : never;

/** Asked only for words about what AWS has refused already, which never becomes available. */
type OfTheRefused = 'listHostedZonesByVPC';

/** A new call in the ports is an error of types here until its part is told. */
export const parts: { readonly [C in Exclude<AnyCall, OfTheRefused>]: Readonly<Record<KindOf<C>, Part>> } = {
  assumeRole: {
    EndpointService: { role: 'identity' },
    InterfaceEndpoint: { role: 'identity' },
    PrivateHostedZone: { role: 'identity' },
  },
  getCallerIdentity: {
    EndpointService: { role: 'account' },
    InterfaceEndpoint: { role: 'account' },
    PrivateHostedZone: { role: 'account unlisted' },
  },

  describeVpcEndpoints: { InterfaceEndpoint: { role: 'self' } },
  describeVpcEndpointServiceConfigurations: { EndpointService: { role: 'self' } },

  describeVpcs: { InterfaceEndpoint: { role: 'precondition' }, PrivateHostedZone: { role: 'reference' } },
  describeVpcEndpointServices: { InterfaceEndpoint: { role: 'reference' } },
  describeSubnets: { EndpointService: { role: 'beside' }, InterfaceEndpoint: { role: 'reference' } },
  describeSecurityGroups: { InterfaceEndpoint: { role: 'reference' } },
  describeVpcAttribute: { InterfaceEndpoint: { role: 'precondition' }, PrivateHostedZone: { role: 'beside' } },
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
  getHostedZone: { EndpointService: { role: 'beside', whenAvailable: 'lose the verification' }, PrivateHostedZone: { role: 'self' } },
  listTagsForResources: { PrivateHostedZone: { role: 'self' } },
  listResourceRecordSets: { EndpointService: { role: 'beside' }, PrivateHostedZone: { role: 'reference' } },
  listHostedZonesByName: { PrivateHostedZone: { role: 'create', whenAvailable: 'delete behind our back' } },
  listVPCAssociationAuthorizations: { PrivateHostedZone: { role: 'beside' } },
  getChange: { PrivateHostedZone: { role: 'follow-up', whenAvailable: 'edit the records' } },
  createHostedZone: { PrivateHostedZone: { role: 'create', whenAvailable: 'delete behind our back' } },
  changeTagsForResource: { PrivateHostedZone: { role: 'tags', whenAvailable: 'add a tag' } },
  changeResourceRecordSets: {
    EndpointService: { role: 'effort', whenAvailable: 'lose the record' },
    PrivateHostedZone: { role: 'change', whenAvailable: 'edit the records' },
  },
  createVPCAssociationAuthorization: { PrivateHostedZone: { role: 'change', whenAvailable: 'share with another' } },
  associateVPCWithHostedZone: { PrivateHostedZone: { role: 'follow-up', whenAvailable: 'share with another' } },
  deleteVPCAssociationAuthorization: { PrivateHostedZone: { role: 'follow-up', whenAvailable: 'share with another' } },
  disassociateVPCFromHostedZone: { PrivateHostedZone: { role: 'change', whenNew: 'share no more', whenAvailable: 'share no more' } },
  deleteHostedZone: { PrivateHostedZone: { role: 'removal', whenNew: 'remove', whenAvailable: 'remove' } },
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
