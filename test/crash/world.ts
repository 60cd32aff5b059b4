import type { Simulator } from '../../src/simulator/index.ts';
import { loadWorld } from '../../src/simulator/world-file.ts';

/** An account that nobody has told the operator of. */
export const stranger = { account: '444444444444', vpc: 'vpc-0d000000000000001', subnet: 'subnet-0d000000000000001' } as const;

/** Another account whose VPCs share the consumer's zone, with the role that leads into it. */
export const spoke = {
  account: '555555555555',
  role: 'arn:aws:iam::555555555555:role/privatelink-dns',
  externalID: 'spoke-team',
  vpcs: ['vpc-0e000000000000001', 'vpc-0e000000000000002'],
} as const;

/** Beside examples/simulator/world.yaml: a load balancer found by tags, with instances and addresses for targets, and a stranger who can connect. */
const more = `
accounts:
  - id: "111111111111"
    vpcs:
      - name: ledger
        id: vpc-0c000000000000001
        region: eu-west-1
        cidr: 10.30.0.0/16
        subnets:
          - {name: ledger-1, id: subnet-0c000000000000001, zoneID: euw1-az1, cidr: 10.30.1.0/24}
          - {name: ledger-2, id: subnet-0c000000000000002, zoneID: euw1-az2, cidr: 10.30.2.0/24}
        instances: [{name: ledger-1, subnet: ledger-1}, {name: ledger-2, subnet: ledger-2}]
        targetGroups:
          - {name: ledger, port: 8443, targets: [{instance: ledger-1}, {instance: ledger-2}]}
          - {name: ledger-addresses, port: 8443, targetType: ip, targets: [{address: 10.30.1.100}, {address: 10.30.2.100}]}
        loadBalancers:
          - name: ledger
            tags: {publish: matrix}
            subnets: [ledger-1, ledger-2]
            listeners:
              - {port: 443, protocol: TCP, targetGroups: [{name: ledger}]}
              - {port: 444, protocol: TCP, targetGroups: [{name: ledger-addresses}]}
  - id: "${stranger.account}"
    vpcs:
      - name: stranger
        id: ${stranger.vpc}
        region: eu-west-1
        cidr: 10.40.0.0/16
        subnets:
          - {name: stranger-2, id: ${stranger.subnet}, zoneID: euw1-az2, cidr: 10.40.2.0/24}
  - id: "${spoke.account}"
    roles: [{name: privatelink-dns, externalID: ${spoke.externalID}, trustedAccounts: ["333333333333"]}]
    vpcs:
      - {name: spoke-1, id: ${spoke.vpcs[0]}, region: eu-west-1, cidr: 10.50.1.0/24, tags: {privatelink: shared}}
      - {name: spoke-2, id: ${spoke.vpcs[1]}, region: eu-west-1, cidr: 10.50.2.0/24}
`;

export function addMore({ world }: Simulator): void {
  loadWorld(more, world);
  // The endpoints' group lets the spokes in.
  world.securityGroups.get('sg-0b000000000000001')?.rules.push({
    id: world.newID('sgr'),
    direction: 'ingress',
    protocol: 'tcp',
    fromPort: 443,
    toPort: 443,
    source: { cidr: '10.50.0.0/16' },
    description: '',
  });
}
