import type { SimulatedAws } from '../../../src/simulator/index.ts';
import { applyWorldFile, parseWorldFile } from '../../../src/simulator/world-file.ts';
import { accounts, region } from '../schedule/setting.ts';

export function loadBalancerName(index: number): string {
  return `busy-${index}`;
}

/** AWS takes a load balancer into one endpoint service only: whoever publishes many at a time needs as many. */
export function addLoadBalancers({ world }: SimulatedAws, count: number): void {
  const names = Array.from({ length: count }, (_none, index) => loadBalancerName(index));
  const listed = (line: (name: string) => string): string => names.map((name) => `          - ${line(name)}`).join('\n');
  const file = `
accounts:
  - id: "${accounts.provider}"
    vpcs:
      - name: busy
        region: ${region}
        cidr: 10.50.0.0/16
        subnets: [{name: busy-1, zoneID: euw1-az1, cidr: 10.50.1.0/24}]
        targetGroups:
${listed((name) => `{name: ${name}, port: 8443, targetType: ip, targets: [{address: 10.50.1.100}]}`)}
        loadBalancers:
${listed((name) => `{name: ${name}, subnets: [busy-1], listeners: [{port: 443, protocol: TCP, targetGroups: [{name: ${name}}]}]}`)}
`;
  applyWorldFile(parseWorldFile(file), world);
}
