import type { KubeObject } from '../../../src/kube/resource.ts';
import { accounts, namespaces } from './setting.ts';

/** The objects that people write, by name, and how they edit them. */
export interface Role {
  readonly kind: 'EndpointService' | 'InterfaceEndpoint';
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

/** Those that only ever come and go all at once: more at a moment than a bucket of AWS's holds. */
const crowd = {
  logs: ofAws('logs', {}),
  monitoring: ofAws('monitoring', {}),
  sqs: ofAws('sqs', {}),
  ssm: ofAws('ssm', {}),
  sts: ofAws('sts', {}),
} as const satisfies Record<string, Role>;

export const cast = { ...leads, ...crowd };

export type ObjectName = keyof typeof cast;
export const objectNames = Object.keys(cast) as readonly ObjectName[];
export const leadNames = Object.keys(leads) as readonly (keyof typeof leads)[];
export const crowdNames = Object.keys(crowd) as readonly (keyof typeof crowd)[];

const plurals = { EndpointService: 'endpointservices', InterfaceEndpoint: 'interfaceendpoints' } as const;

export function collectionOf(name: ObjectName): string {
  const { kind, namespace } = cast[name];
  return `/apis/privatelink-operator.io/v1alpha1/namespaces/${namespace}/${plurals[kind]}`;
}

export function manifest(name: ObjectName): KubeObject {
  const { kind, namespace, spec } = cast[name];
  return { apiVersion: 'privatelink-operator.io/v1alpha1', kind, metadata: { name, namespace }, spec };
}
