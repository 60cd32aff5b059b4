import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyWorldFile, parseWorldFile } from '../../../src/simulator/world-file.ts';
import type { SimulatedAws } from '../../../src/simulator/index.ts';
import type { ApiServer } from '../api-server/api-server.ts';

export const clusterID = 'simulated';
/** `network` hosts names for VPCs of several accounts, by an access into each. */
export const namespaces = { provider: 'payments', consumer: 'shop', network: 'network' } as const;
export const accounts = {
  provider: '111111111111',
  consumer: '222222222222',
  stranger: '444444444444',
  network: '555555555555',
  spoke: '666666666666',
} as const;
export const roles = {
  provider: `arn:aws:iam::${accounts.provider}:role/privatelink-provider`,
  consumer: `arn:aws:iam::${accounts.consumer}:role/privatelink-consumer`,
  network: `arn:aws:iam::${accounts.network}:role/privatelink-network`,
  spoke: `arn:aws:iam::${accounts.spoke}:role/privatelink-network`,
} as const;
export const externalIDs = { provider: 'payments-team', consumer: 'shop-team', network: 'network-team', spoke: 'network-team' } as const;
/** Each access is named as its team, and leads from a namespace. */
export const accesses = [
  ['provider', namespaces.provider, namespaces.provider],
  ['consumer', namespaces.consumer, namespaces.consumer],
  ['network', namespaces.network, 'network'],
  ['spoke', namespaces.network, 'spoke'],
] as const;
export const region = 'eu-west-1';
export const strangersSubnet = 'subnet-0d000000000000001';
export const strangersVpc = 'vpc-0d000000000000001';
/** The network's own VPCs: that of its endpoints, and one beside it. */
export const hubVPCs = ['vpc-0e000000000000001', 'vpc-0e000000000000002'] as const;
/** The spoke's: one that is shared, and one that may be. */
export const spokeVPCs = ['vpc-0f000000000000001', 'vpc-0f000000000000002'] as const;

const base = join(import.meta.dirname, '..', '..', '..', 'examples', 'simulator', 'world.yaml');
/** Beside examples/simulator/world.yaml: another load balancer, one that stands by for the first, a stranger who can connect, and VPCs that share a name. */
const more = `
accounts:
  - id: "${accounts.provider}"
    vpcs:
      - name: ledger
        id: vpc-0c000000000000001
        region: ${region}
        cidr: 10.30.0.0/16
        subnets:
          - {name: ledger-1, id: subnet-0c000000000000001, zoneID: euw1-az1, cidr: 10.30.1.0/24}
          - {name: ledger-2, id: subnet-0c000000000000002, zoneID: euw1-az2, cidr: 10.30.2.0/24}
        instances: [{name: ledger-1, subnet: ledger-1}, {name: ledger-2, subnet: ledger-2}]
        targetGroups:
          - {name: ledger, port: 8443, targets: [{instance: ledger-1}, {instance: ledger-2}]}
          - {name: standby, port: 8443, targetType: ip, targets: [{address: 10.30.1.100}, {address: 10.30.2.100}]}
        loadBalancers:
          - {name: ledger, tags: {publish: ledger}, subnets: [ledger-1, ledger-2], listeners: [{port: 443, protocol: TCP, targetGroups: [{name: ledger}]}]}
          - {name: standby, subnets: [ledger-1, ledger-2], listeners: [{port: 443, protocol: TCP, targetGroups: [{name: standby}]}]}
  - id: "${accounts.stranger}"
    vpcs:
      - name: stranger
        id: ${strangersVpc}
        region: ${region}
        cidr: 10.40.0.0/16
        subnets: [{name: stranger-2, id: ${strangersSubnet}, zoneID: euw1-az2, cidr: 10.40.2.0/24}]
  - id: "${accounts.network}"
    roles: [{name: privatelink-network, externalID: ${externalIDs.network}, trustedAccounts: ["333333333333"]}]
    vpcs:
      - name: hub
        id: ${hubVPCs[0]}
        region: ${region}
        cidr: 10.50.0.0/16
        subnets:
          - {name: hub-1, id: subnet-0e000000000000001, zoneID: euw1-az1, cidr: 10.50.1.0/24}
          - {name: hub-2, id: subnet-0e000000000000002, zoneID: euw1-az2, cidr: 10.50.2.0/24}
        securityGroups: [{name: all, id: sg-0e000000000000001, description: Admits all of them, ingress: [{ports: 443, cidr: 10.0.0.0/8}]}]
      - {name: hub-beside, id: ${hubVPCs[1]}, region: ${region}, cidr: 10.51.0.0/16}
  - id: "${accounts.spoke}"
    roles: [{name: privatelink-network, externalID: ${externalIDs.spoke}, trustedAccounts: ["333333333333"]}]
    vpcs:
      - {name: spoke-1, id: ${spokeVPCs[0]}, region: ${region}, cidr: 10.60.0.0/16, tags: {share: secrets}}
      - {name: spoke-2, id: ${spokeVPCs[1]}, region: ${region}, cidr: 10.61.0.0/16}
`;

const worldFiles = [parseWorldFile(readFileSync(base, 'utf8')), parseWorldFile(more)];

/** Teams with an account, a namespace and an access each, one of them with access to another account too, and load balancers to publish. */
export function arrange(aws: SimulatedAws, server: ApiServer): void {
  for (const file of worldFiles) applyWorldFile(file, aws.world);
  for (const [team, name] of Object.entries(namespaces))
    post(server, '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { team } } });
  for (const [team, namespace, name] of accesses) {
    post(server, '/apis/privatelink-operator.io/v1alpha1/privatelinkaccesses', {
      apiVersion: 'privatelink-operator.io/v1alpha1',
      kind: 'PrivateLinkAccess',
      metadata: { name },
      spec: { namespaces: { names: [namespace] }, roleARN: roles[team], externalID: externalIDs[team] },
    });
  }
}

function post(server: ApiServer, path: string, body: object): void {
  const { status, body: answer } = server.request({ method: 'POST', path, body });
  if (status !== 201) throw new Error(`${path}: ${status} ${answer}`);
}
