import type { Change, ResourceRecordSet, Route53 } from '@aws-sdk/client-route-53';
import type { Resolution } from '../../../src/simulator/resolver/resolve.ts';
import { resolve } from '../../../src/simulator/resolver/resolve.ts';
import type { Vpc } from '../../../src/simulator/world.ts';
import type { Published } from './published.ts';
import { published } from './published.ts';
import { addVpc } from './records.ts';
import type { Simulation } from './simulation.ts';
import { consumer } from './simulation.ts';
import { makeZone } from './zones.ts';

/** A hub VPC with an endpoint in two zones, a spoke VPC of the same account, and Route 53. */
export interface NameService extends Published {
  readonly route53: Route53;
  readonly hub: Vpc;
  readonly spoke: Vpc;
  readonly endpointID: string;
  readonly regional: { readonly DnsName: string; readonly HostedZoneId: string };
  readonly zonal: readonly { readonly DnsName: string; readonly HostedZoneId: string }[];
  /** Makes a zone with records, and waits until DNS answers by it. Public without VPCs. */
  zone(name: string, vpcs: readonly Vpc[], records: readonly ResourceRecordSet[]): Promise<string>;
  change(zoneID: string, action: Change['Action'], records: readonly ResourceRecordSet[]): Promise<void>;
  /** Long enough for every change to be INSYNC. */
  wait(): void;
  ask(vpc: Vpc, dnsName: string, type?: string): Resolution;
  /** The values, or in one word why there are none. */
  answer(vpc: Vpc, dnsName: string, type?: string): readonly string[] | string;
}

export const plain = (Name: string, Type: ResourceRecordSet['Type'], ...values: readonly string[]): ResourceRecordSet => ({
  Name,
  Type,
  TTL: 60,
  ResourceRecords: values.map((Value) => ({ Value })),
});

export const alias = (Name: string, { HostedZoneId, DnsName }: NameService['regional']): ResourceRecordSet => ({
  Name,
  Type: 'A',
  AliasTarget: { HostedZoneId, DNSName: DnsName, EvaluateTargetHealth: false },
});

export async function nameService(simulated: Simulation): Promise<NameService> {
  const { simulator, clock } = simulated;
  const { world } = simulator;
  const base = await published(simulated);
  const { VpcEndpointId: endpointID } = await base.connect({ SubnetIds: [base.subnets[0].id, base.subnets[1].id] });
  clock.advance(60_000);
  const { VpcEndpoints } = await base.consumerEC2.describeVpcEndpoints({ VpcEndpointIds: [endpointID] });
  const entries = (VpcEndpoints?.[0]?.DnsEntries ?? []).map(({ DnsName = '', HostedZoneId = '' }) => ({ DnsName, HostedZoneId }));
  const [regional, ...zonal] = entries;
  if (!regional) throw new Error('the endpoint has no names');
  const route53 = simulated.route53(consumer);
  const wait = (): void => clock.advance(30_000);
  const change: NameService['change'] = async (HostedZoneId, Action, records) => {
    const Changes = records.map((ResourceRecordSet) => ({ Action, ResourceRecordSet }));
    await route53.changeResourceRecordSets({ HostedZoneId, ChangeBatch: { Changes } });
    wait();
  };
  const ask: NameService['ask'] = ({ id: vpcID, account }, dnsName, type = 'A') => resolve(world, { account, vpcID, dnsName, type });
  return {
    ...base,
    route53,
    hub: base.vpc,
    spoke: addVpc(world, { cidrs: ['10.9.0.0/16'] }),
    endpointID,
    regional,
    zonal,
    wait,
    change,
    zone: async (name, vpcs, records) => {
      const { Id } = await makeZone(route53, name, vpcs);
      if (records.length > 0) await change(Id, 'CREATE', records);
      else wait();
      return Id;
    },
    ask,
    answer: (vpc, dnsName, type) => {
      const resolution = ask(vpc, dnsName, type);
      return resolution.result === 'answered' ? resolution.values : resolution.result;
    },
  };
}
