import type { SimulatedAws } from '../../../src/simulator/index.ts';
import { newHostedZone } from '../../../src/simulator/route53/new-hosted-zone.ts';
import { plainRecord, recordKey } from '../../../src/simulator/route53/record-sets.ts';
import type { RecordSet } from '../../../src/simulator/world-dns.ts';
import { accounts, region } from '../../simulation/schedule/setting.ts';

/** A public zone in the provider's account: the records in it but ours are somebody's. */
export const publicZone = 'Z0PUBLIC';

/** Somebody else's service, endpoint and records, which nobody may touch. */
export async function makeForeign(aws: SimulatedAws): Promise<void> {
  const zone = newHostedZone(
    { id: publicZone, name: 'example.com', callerReference: 'theirs' },
    { world: aws.world, account: accounts.provider, region, principal: 'somebody' },
  );
  const record = plainRecord({ name: 'theirs.example.com.', type: 'TXT', ttl: 300, values: ['"theirs"'] });
  zone.records.set(recordKey(record), record);
  const balancer = [...aws.world.loadBalancers.values()].find(({ name }) => name === 'payments');
  const inputs = [
    ['provider', 'CreateVpcEndpointServiceConfiguration', { NetworkLoadBalancerArns: [balancer?.arn], AcceptanceRequired: true }],
    [
      'consumer',
      'CreateVpcEndpoint',
      {
        VpcEndpointType: 'Interface',
        VpcId: 'vpc-0b000000000000001',
        SubnetIds: ['subnet-0b000000000000002'],
        ServiceName: `com.amazonaws.${region}.sqs`,
      },
    ],
  ] as const;
  for (const [team, action, input] of inputs) await aws.handle({ service: 'ec2', action, input, account: accounts[team], region });
}

/** What it is like, to compare. */
export function foreignNow({ world }: SimulatedAws): string {
  world.settle();
  const [service] = world.endpointServices.values();
  const [endpoint] = world.endpoints.values();
  const records = [...(world.hostedZones.get(publicZone)?.records.values() ?? [])].filter((record) => !isOurs(record));
  return JSON.stringify([service, endpoint, records], (_key, value: unknown) => (value instanceof Map ? [...value] : value));
}

/** Values that prove a domain, by what AWS begins them with. */
export function isOurs({ data }: RecordSet): boolean {
  return 'values' in data && data.values.some((value) => value.startsWith('"vpce:'));
}
