import type { KubeObject } from '../../../src/kube/resource.ts';
import { plainRecord, recordKey } from '../../../src/simulator/route53/record-sets.ts';
import type { Scenario } from '../../harness/scenario.ts';

/** Two accounts that have nothing but hosted zones, with a role in each that the operator may assume, and the provider's own. */
export const dnsAccounts = { dns: '444444444444', other: '555555555555', own: '111111111111' } as const;
export type DnsAccount = keyof typeof dnsAccounts;

const operatorAccount = '333333333333';

/** An access from the provider's namespace into an account of zones. With a second one its objects have to name theirs. */
export async function admitDNS(on: Scenario, account: Exclude<DnsAccount, 'own'>): Promise<KubeObject> {
  const roleARN = `arn:aws:iam::${dnsAccounts[account]}:role/privatelink-dns`;
  on.simulator.world.roles.set(roleARN, {
    arn: roleARN,
    account: dnsAccounts[account],
    externalID: undefined,
    trustedAccounts: [operatorAccount],
  });
  return on.create({
    apiVersion: 'privatelink-operator.io/v1alpha1',
    kind: 'PrivateLinkAccess',
    metadata: { name: `${on.provider}-${account}`, labels: { test: on.provider.replace(/-provider$/, '') } },
    spec: { namespaces: { names: [on.provider] }, roleARN },
  });
}

/** Somebody's zone that has been there for a while. */
export interface PublicZone {
  readonly id: string;
  /** Values of the TXT set at a name, without the outer quotes; none where there is none. */
  values(name: string): readonly string[];
  /** What somebody makes of a set, at once and everywhere; without values it goes. */
  set(record: { readonly name: string; readonly type?: string; readonly values: readonly string[] }): void;
}

export async function addZone(
  on: Scenario,
  account: DnsAccount,
  { name, vpc }: { readonly name: string; readonly vpc?: string },
): Promise<PublicZone> {
  const input = {
    Name: name,
    CallerReference: `${account} ${name}`,
    ...(vpc === undefined ? {} : { VPC: { VPCId: vpc, VPCRegion: 'eu-west-1' } }),
  };
  const made = (await on.simulator.handle({
    service: 'route53',
    action: 'CreateHostedZone',
    input,
    account: dnsAccounts[account],
    region: 'us-east-1',
  })) as { readonly HostedZone: { readonly Id: string } };
  const id = made.HostedZone.Id.replace('/hostedzone/', '');
  await on.pass(120_000);
  const zone = on.simulator.world.hostedZones.get(id);
  if (zone === undefined) throw new Error(`zone ${id} is made`);
  return {
    id,
    values: (of) => {
      const data = zone.records.get(`${of}. TXT`)?.data;
      return data === undefined || !('values' in data) ? [] : data.values.map((value) => value.slice(1, -1));
    },
    set: ({ name: of, type = 'TXT', values }) => {
      const record = plainRecord({ name: `${of}.`, type, ttl: 60, values: values.map((value) => (type === 'TXT' ? `"${value}"` : value)) });
      for (const records of [zone.records, zone.answering.records]) {
        if (values.length === 0) records.delete(recordKey(record));
        else records.set(recordKey(record), record);
      }
    },
  };
}
