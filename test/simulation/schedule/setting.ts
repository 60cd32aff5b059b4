import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyWorldFile, parseWorldFile } from '../../../src/simulator/world-file.ts';
import type { SimulatedAws } from '../../../src/simulator/index.ts';
import type { ApiServer } from '../api-server/api-server.ts';

export const clusterID = 'simulated';
export const namespaces = { provider: 'payments', consumer: 'shop' } as const;
export const accounts = { provider: '111111111111', consumer: '222222222222', stranger: '444444444444' } as const;
export const roles = {
  provider: `arn:aws:iam::${accounts.provider}:role/privatelink-provider`,
  consumer: `arn:aws:iam::${accounts.consumer}:role/privatelink-consumer`,
} as const;
export const externalIDs = { provider: 'payments-team', consumer: 'shop-team' } as const;
export const region = 'eu-west-1';
export const strangersSubnet = 'subnet-0d000000000000001';
export const strangersVpc = 'vpc-0d000000000000001';

const base = join(import.meta.dirname, '..', '..', '..', 'examples', 'simulator', 'world.yaml');
/** Beside examples/simulator/world.yaml: another load balancer, one that stands by for the first, and a stranger who can connect. */
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
`;

const worldFiles = [parseWorldFile(readFileSync(base, 'utf8')), parseWorldFile(more)];

/** Two teams with an account, a namespace and an access each, and load balancers to publish. */
export function arrange(aws: SimulatedAws, server: ApiServer): void {
  for (const file of worldFiles) applyWorldFile(file, aws.world);
  for (const team of ['provider', 'consumer'] as const) {
    const namespace = namespaces[team];
    post(server, '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels: { team } } });
    post(server, '/apis/privatelink-operator.io/v1alpha1/privatelinkaccesses', {
      apiVersion: 'privatelink-operator.io/v1alpha1',
      kind: 'PrivateLinkAccess',
      metadata: { name: namespace },
      spec: { namespaces: { names: [namespace] }, roleARN: roles[team], externalID: externalIDs[team] },
    });
  }
}

function post(server: ApiServer, path: string, body: object): void {
  const { status, body: answer } = server.request({ method: 'POST', path, body });
  if (status !== 201) throw new Error(`${path}: ${status} ${answer}`);
}
