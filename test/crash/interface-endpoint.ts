import type { KubeObject } from '../../src/kube/resource.ts';
import { accounts, type Teams } from '../harness/teams.ts';
import { condition } from '../harness/scenario.ts';
import { allGone, allReady, allReplaced, type CrashScenario } from './scenario.ts';
import type { Stage } from './stage.ts';
import { until } from './until.ts';

function keys(teams: Teams): KubeObject {
  return teams.endpoint('keys', {
    service: { awsService: 'kms' },
    tags: { team: 'shop', stage: 'first', old: 'x' },
    privateDNS: { enabled: true },
  });
}

const ours = { before: (teams: Teams) => [keys(teams)], objects: (teams: Teams) => [keys(teams)] };

function ledger(teams: Teams): KubeObject {
  return teams.service('ledger', {
    loadBalancers: [{ name: 'ledger' }],
    acceptance: {},
    privateDNS: { name: 'ledger.example.com' },
  });
}

function toLedger(teams: Teams): KubeObject {
  return teams.endpoint('to-ledger', {
    service: { endpointServiceRef: { name: 'ledger', namespace: teams.provider } },
    subnets: [{ id: 'subnet-0b000000000000002' }],
    privateDNS: { enabled: true },
  });
}

/** The service's name is verified, and the endpoint waits for acceptance. */
async function waitForAcceptance(stage: Stage): Promise<void> {
  await until('the record that is to prove the name', async () => {
    stage.simulator.world.settle();
    const service = [...stage.simulator.world.endpointServices.values()].find(({ privateDNS }) => privateDNS !== undefined);
    if (service?.privateDNS === undefined) return false;
    const { name, recordName, recordValue } = service.privateDNS;
    stage.simulator.world.publicTxtRecords.set(`${recordName}.${name}`.toLowerCase(), new Set([recordValue]));
    return true;
  });
  // Once: each request begins the verification anew.
  await stage.edit(ledger(stage), {
    metadata: { annotations: { 'privatelink-operator.io/reconcile-requested-at': 'the record is there' } },
  });
  await until('a verified name', async () => {
    const seen = await stage.read(ledger(stage));
    return seen !== undefined && condition(seen, 'PrivateDNSVerified')?.status === 'True';
  });
  await stage.create(toLedger(stage));
  await until('an endpoint that waits', async () => {
    const seen = await stage.read(toLedger(stage));
    return seen?.status?.conditions !== undefined && condition(seen, 'Ready')?.reason === 'PendingAcceptance';
  });
}

export const interfaceEndpointScenarios: readonly CrashScenario[] = [
  {
    name: 'InterfaceEndpoint create',
    deed: (stage) => stage.create(keys(stage)),
    objects: (teams) => [keys(teams)],
    isDone: allReady,
  },
  {
    name: 'InterfaceEndpoint change',
    ...ours,
    prepare: async (stage) => {
      const group = { VpcId: 'vpc-0b000000000000001', GroupName: 'second', Description: 'second' };
      await stage.call(accounts.consumer, 'CreateSecurityGroup', group);
    },
    deed: (stage) =>
      stage.edit(keys(stage), {
        spec: {
          tags: { stage: 'second', old: null, new: 'x' },
          policy: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'kms:Encrypt', Resource: '*' }] },
          subnets: [{ id: 'subnet-0b000000000000003' }],
          securityGroups: [{ name: 'second' }],
          privateDNS: { enabled: false },
        },
      }),
    isDone: allReady,
  },
  {
    name: 'InterfaceEndpoint accepted',
    before: (teams) => [ledger(teams)],
    objects: (teams) => [ledger(teams), toLedger(teams)],
    prepare: waitForAcceptance,
    deed: (stage) =>
      stage.edit(ledger(stage), {
        spec: { acceptance: { rules: [{ name: 'shop', accounts: [accounts.consumer], action: 'Accept' }] } },
      }),
    isDone: allReady,
  },
  {
    name: 'InterfaceEndpoint replace',
    ...ours,
    deed: async (stage) => {
      const { status } = (await stage.read(keys(stage))) ?? {};
      await stage.call(accounts.consumer, 'DeleteVpcEndpoints', { VpcEndpointIds: [status?.['endpointID']] });
    },
    isDone: allReplaced,
  },
  {
    name: 'InterfaceEndpoint delete',
    short: true,
    ...ours,
    deed: (stage) => stage.remove(keys(stage)),
    isDone: allGone,
  },
];
