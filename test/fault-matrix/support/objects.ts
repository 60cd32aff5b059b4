import type { KubeObject } from '../../../src/kube/resource.ts';
import { cast, manifest } from '../../simulation/schedule/cast.ts';
import { accounts, hubVPCs, namespaces, spokeVPCs } from '../../simulation/schedule/setting.ts';
import { publicZone } from './foreign.ts';
import type { KindName } from './parts.ts';

const plurals = {
  EndpointService: 'endpointservices',
  InterfaceEndpoint: 'interfaceendpoints',
  PrivateHostedZone: 'privatehostedzones',
} as const;

const namespaceOf: Readonly<Record<KindName, string>> = {
  EndpointService: namespaces.provider,
  InterfaceEndpoint: namespaces.consumer,
  PrivateHostedZone: namespaces.network,
};

export function collectionOf({ kind, metadata: { namespace = '' } }: KubeObject): string {
  return `/apis/privatelink-operator.io/v1alpha1/namespaces/${namespace}/${plurals[kind as KindName]}`;
}

/** An object of the kind for which the operator has every call to make. */
export function objectOf(kind: KindName, name: string): KubeObject {
  const namespace = namespaceOf[kind];
  const tags = { team: 'pay', 'until-new': 'x', 'until-available': 'x' };
  return { apiVersion: 'privatelink-operator.io/v1alpha1', kind, metadata: { name, namespace }, spec: { ...specs[kind], tags } };
}

const specs: Readonly<Record<KindName, object>> = {
  InterfaceEndpoint: { ...cast.kms.spec, privateDNS: { enabled: true } },
  EndpointService: {
    ...cast.pay.spec,
    // One found by its tags, with instances for targets, and one by its name, with addresses.
    loadBalancers: [{ tags: { publish: 'ledger' } }, { name: 'standby' }],
    allowedPrincipals: [accounts.consumer, accounts.stranger].map((id) => `arn:aws:iam::${id}:root`),
    privateDNS: { name: 'pay.example.com', verification: { hostedZoneID: publicZone } },
  },
  PrivateHostedZone: {
    ...cast.zone.spec,
    vpcs: [{ id: hubVPCs[0] }, { id: hubVPCs[1] }, { accessRef: { name: 'spoke' }, id: spokeVPCs[0] }],
  },
};

/** What an object of the kind needs to lead to. */
export function neededBy(kind: KindName): readonly KubeObject[] {
  return kind === 'PrivateHostedZone' ? [manifest('hub')] : [];
}
