import type { KubeObject } from '../../src/kube/resource.ts';
import { stranger } from './world.ts';
import type { Seen } from '../harness/scenario.ts';
import { accounts, type Teams } from '../harness/teams.ts';
import { allGone, allReady, allReplaced, type CrashScenario } from './scenario.ts';
import type { Stage } from './stage.ts';
import { until } from './until.ts';

const principals = (...ids: readonly string[]): readonly string[] => ids.map((id) => `arn:aws:iam::${id}:root`);

function ledger(teams: Teams, spec: object = {}): KubeObject {
  return teams.service('ledger', {
    loadBalancers: [{ name: 'ledger' }],
    allowedPrincipals: principals(accounts.consumer, stranger.account),
    tags: { team: 'pay', stage: 'first', old: 'x' },
    acceptance: {
      rules: [
        { name: 'shop', accounts: [accounts.consumer], action: 'Accept' },
        { name: 'strangers', accounts: [stranger.account], action: 'Reject' },
      ],
    },
    ...spec,
  });
}

interface Place {
  readonly account: string;
  readonly vpc: string;
  readonly subnet: string;
}

const shop: Place = { account: accounts.consumer, vpc: 'vpc-0b000000000000001', subnet: 'subnet-0b000000000000002' };

/** A consumer that no operator knows asks for a connection. */
async function connect(stage: Stage, { account, vpc, subnet }: Place): Promise<void> {
  const { status } = (await stage.read(ledger(stage))) ?? {};
  const input = { VpcEndpointType: 'Interface', VpcId: vpc, SubnetIds: [subnet], ServiceName: String(status?.['serviceName']) };
  await stage.call(account, 'CreateVpcEndpoint', input);
}

type Connections = Readonly<Record<'available' | 'pendingAcceptance' | 'rejected', number>>;

function connections(seen: Seen | undefined): Partial<Connections> {
  return (seen?.status['connections'] as Connections | undefined) ?? {};
}

const ours = { before: (teams: Teams) => [ledger(teams)], objects: (teams: Teams) => [ledger(teams)] };

export const endpointServiceScenarios: readonly CrashScenario[] = [
  {
    name: 'EndpointService create',
    deed: (stage) => stage.create(ledger(stage, { privateDNS: { name: 'new.example.com' } })),
    objects: (teams) => [ledger(teams)],
    isDone: allReady,
  },
  {
    name: 'EndpointService change',
    short: true,
    ...ours,
    deed: (stage) =>
      stage.edit(ledger(stage), {
        spec: {
          allowedPrincipals: principals(accounts.consumer, '555555555555'),
          tags: { stage: 'second', old: null, new: 'x' },
          privateDNS: { name: 'new.example.com' },
          acceptance: { required: false, rules: null },
        },
      }),
    isDone: allReady,
  },
  {
    name: 'EndpointService accept',
    short: true,
    ...ours,
    deed: (stage) => connect(stage, shop),
    isDone: (seen) => seen.every((one) => connections(one).available === 1),
  },
  {
    name: 'EndpointService reject',
    short: true,
    ...ours,
    deed: (stage) => connect(stage, stranger),
    isDone: (seen) => seen.every((one) => connections(one).rejected === 1),
  },
  {
    name: 'EndpointService replace',
    ...ours,
    deed: async (stage) => {
      const { status } = (await stage.read(ledger(stage))) ?? {};
      await stage.call(accounts.provider, 'DeleteVpcEndpointServiceConfigurations', { ServiceIds: [status?.['serviceID']] });
    },
    isDone: allReplaced,
  },
  {
    name: 'EndpointService delete',
    short: true,
    ...ours,
    prepare: async (stage) => {
      await connect(stage, shop);
      await until('a connection', async () => connections(await stage.read(ledger(stage))).available === 1);
    },
    deed: (stage) => stage.remove(ledger(stage)),
    isDone: allGone,
  },
];
