import type { KubeObject } from '../../../src/kube/resource.ts';
import { accounts, hubVPCs, namespaces, spokeVPCs } from './setting.ts';

/** The objects that people write, by name, and how they edit them. */
export interface Role {
  readonly kind: 'EndpointService' | 'InterfaceEndpoint' | 'PrivateHostedZone';
  readonly namespace: string;
  readonly spec: object;
  /** Merge patches of the spec, each a change that the operator can carry out. */
  readonly edits: readonly object[];
}

const principals = (...ids: readonly string[]): readonly string[] => ids.map((id) => `arn:aws:iam::${id}:root`);
const allow = (Action: string): object => ({ Statement: [{ Effect: 'Allow', Principal: '*', Action, Resource: '*' }] });

const service = (loadBalancer: object, rest: object): Role => ({
  kind: 'EndpointService',
  namespace: namespaces.provider,
  spec: {
    loadBalancers: [loadBalancer],
    tags: { team: 'pay', tier: '1' },
    allowedPrincipals: principals(accounts.consumer, accounts.stranger),
    allowedConsumers: { namespaces: { from: 'All' } },
    acceptance: {
      required: true,
      rules: [
        { name: 'shop', accounts: [accounts.consumer], action: 'Accept' },
        { name: 'strangers', accounts: [accounts.stranger], action: 'Reject' },
      ],
    },
    connectionsOnDelete: 'Reject',
    ...rest,
  },
  edits: [
    { tags: { team: 'ledger', tier: null } },
    { tags: { extra: 'yes' } },
    { allowedPrincipals: principals(accounts.consumer) },
    { allowedPrincipals: principals(accounts.consumer, accounts.provider) },
    { acceptance: { required: false } },
    { acceptance: { required: true } },
    { privateDNS: { name: 'pay.example.com' } },
    { privateDNS: { name: 'billing.example.com' } },
    { privateDNS: null },
  ],
});

const endpoint = (to: object, rest: object): Role => ({
  kind: 'InterfaceEndpoint',
  namespace: namespaces.consumer,
  spec: {
    service: to,
    vpc: { tags: { Name: 'shop' } },
    subnets: [{ tags: { tier: 'private' } }],
    securityGroups: [{ name: 'vpce-shared' }],
    tags: { team: 'shop' },
    ...rest,
  },
  edits: [
    { tags: { team: 'basket' } },
    { tags: { extra: 'yes', team: null } },
    { subnets: [{ zoneIDs: ['euw1-az2'] }] },
    { subnets: [{ tags: { tier: 'private' } }] },
  ],
});

const ofAws = (name: string, rest: object): Role => {
  const role = endpoint({ awsService: name }, rest);
  return {
    ...role,
    edits: [
      ...role.edits,
      { policy: allow('kms:Encrypt') },
      { policy: null },
      { privateDNS: { enabled: true } },
      { privateDNS: { enabled: false } },
    ],
  };
};

const network = { accessRef: { name: 'network' } } as const;

/** What the zone leads to. */
const hub: Role = endpoint(
  { awsService: 'secretsmanager' },
  { ...network, vpc: { id: hubVPCs[0] }, subnets: [{ zoneIDs: ['euw1-az1', 'euw1-az2'] }], securityGroups: [{ name: 'all' }] },
);

const spoke = { name: 'spoke' } as const;
const apex = { name: '@', endpointRef: { name: 'hub' } } as const;
const text = (name: string, ...values: readonly string[]): object => ({ name, type: 'TXT', values: values.map((one) => `"${one}"`) });

const zone: Role = {
  kind: 'PrivateHostedZone',
  namespace: namespaces.network,
  spec: {
    ...network,
    domain: 'secretsmanager.eu-west-1.amazonaws.com',
    tags: { team: 'net' },
    vpcs: [{ id: hubVPCs[0] }, { accessRef: spoke, tags: { share: 'secrets' } }],
    records: [apex, text('owner', 'net')],
  },
  edits: [
    { tags: { team: 'security', extra: 'yes' } },
    { tags: { extra: null } },
    { records: [apex, text('owner', 'net', 'security')] },
    { records: [apex, text('new', 'net')] },
    { records: [{ name: '@', type: 'A', values: ['10.50.1.99'], ttlSeconds: 60 }] },
    { records: [apex, text('owner', 'net')] },
    { vpcs: [{ id: hubVPCs[0] }] },
    { vpcs: [{ id: hubVPCs[1] }, { accessRef: spoke, id: spokeVPCs[0] }] },
    { vpcs: [{ id: hubVPCs[0] }, { id: hubVPCs[1] }, { accessRef: spoke, tags: { share: 'secrets' } }] },
    { deletionPolicy: 'Retain' },
  ],
};

/** Only where what is left is in the way of nothing that is made later: it holds no load balancer and has no private name. */
const retainable = (role: Role): Role => ({ ...role, edits: [...role.edits, { deletionPolicy: 'Retain' }] });

/** Those whose lives are told. */
const leads = {
  pay: service({ name: 'payments' }, {}),
  ledger: service({ tags: { publish: 'ledger' } }, { connectionsOnDelete: 'Block' }),
  kms: ofAws('kms', {}),
  secrets: ofAws('secretsmanager', { privateDNS: { enabled: true } }),
  'to-pay': retainable(endpoint({ endpointServiceRef: { name: 'pay', namespace: namespaces.provider } }, {})),
} as const satisfies Record<string, Role>;

/** The zone is the newest of all, and nothing without what it leads to. */
const shared = {
  hub: {
    ...hub,
    namespace: namespaces.network,
    edits: [...hub.edits.slice(0, 2), { subnets: [{ zoneIDs: ['euw1-az1'] }] }, { subnets: [{ zoneIDs: ['euw1-az1', 'euw1-az2'] }] }],
  },
  zone,
} as const satisfies Record<string, Role>;

/** Those that only ever come and go all at once: more at a moment than a bucket of AWS's holds. */
const crowd = {
  logs: ofAws('logs', {}),
  monitoring: ofAws('monitoring', {}),
  sqs: ofAws('sqs', {}),
  ssm: ofAws('ssm', {}),
  sts: ofAws('sts', {}),
} as const satisfies Record<string, Role>;

export const cast = { ...leads, ...shared, ...crowd };

export type ObjectName = keyof typeof cast;
export const objectNames = Object.keys(cast) as readonly ObjectName[];
export const leadNames = Object.keys(leads) as readonly (keyof typeof leads)[];
export const crowdNames = Object.keys(crowd) as readonly (keyof typeof crowd)[];

const plurals = {
  EndpointService: 'endpointservices',
  InterfaceEndpoint: 'interfaceendpoints',
  PrivateHostedZone: 'privatehostedzones',
} as const;

export function collectionOf(name: ObjectName): string {
  const { kind, namespace } = cast[name];
  return `/apis/privatelink-operator.io/v1alpha1/namespaces/${namespace}/${plurals[kind]}`;
}

export function manifest(name: ObjectName): KubeObject {
  const { kind, namespace, spec } = cast[name];
  return { apiVersion: 'privatelink-operator.io/v1alpha1', kind, metadata: { name, namespace }, spec };
}
