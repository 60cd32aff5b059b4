import type { KubeObject } from '../../src/kube/resource.ts';
import { isReady } from '../harness/scenario.ts';
import type { Teams } from '../harness/teams.ts';
import { allGone, allReady, type CrashScenario } from './scenario.ts';
import type { Stage } from './stage.ts';
import { until } from './until.ts';
import { spoke } from './world.ts';

/** The consumer's own access is named as its namespace; beside another it has to be said which is meant. */
const own = (teams: Teams) => ({ accessRef: { name: teams.consumer } });

function spokeAccess({ consumer }: Teams, labels: KubeObject['metadata']['labels']): KubeObject {
  return {
    apiVersion: 'privatelink-operator.io/v1alpha1',
    kind: 'PrivateLinkAccess',
    metadata: { name: `${consumer}-spoke`, ...(labels === undefined ? {} : { labels }) },
    spec: { namespaces: { names: [consumer] }, roleARN: spoke.role, externalID: spoke.externalID },
  };
}

/** Leads to the secrets; for the consumer's VPC and one of another account. */
function zone(teams: Teams): KubeObject {
  const { metadata } = endpoint(teams);
  return {
    apiVersion: 'privatelink-operator.io/v1alpha1',
    kind: 'PrivateHostedZone',
    metadata: { ...metadata, name: 'shared' },
    spec: {
      ...own(teams),
      domain: 'secretsmanager.eu-west-1.amazonaws.com',
      tags: { team: 'shop', stage: 'first', old: 'x' },
      vpcs: [{ id: 'vpc-0b000000000000001' }, { accessRef: { name: `${teams.consumer}-spoke` }, id: spoke.vpcs[0] }],
      records: [
        { name: '@', endpointRef: { name: 'secrets' } },
        { name: 'owner', type: 'TXT', values: ['"shop"'] },
        { name: 'old', type: 'TXT', values: ['"old"'] },
      ],
    },
  };
}

function endpoint(teams: Teams): KubeObject {
  return teams.endpoint('secrets', own(teams));
}

/** What a zone needs: the access into the other account, and the endpoint. */
async function prepare(stage: Stage): Promise<void> {
  await stage.create(spokeAccess(stage, endpoint(stage).metadata.labels));
  await stage.create(endpoint(stage));
  await until('an endpoint', async () => allReady([await stage.read(endpoint(stage))]));
}

async function prepareWithZone(stage: Stage): Promise<void> {
  await prepare(stage);
  await stage.create(zone(stage));
  await until('a zone', async () => allReady([await stage.read(zone(stage))]));
}

const ours = {
  prepare: prepareWithZone,
  objects: (teams: Teams) => [zone(teams), endpoint(teams), spokeAccess(teams, {})],
};
const isZoneReady: CrashScenario['isDone'] = ([seen]) => seen !== undefined && isReady(seen);

export const privateHostedZoneScenarios: readonly CrashScenario[] = [
  {
    ...ours,
    name: 'PrivateHostedZone create',
    prepare,
    deed: (stage) => stage.create(zone(stage)),
    isDone: isZoneReady,
  },
  {
    ...ours,
    name: 'PrivateHostedZone change',
    deed: (stage) =>
      stage.edit(zone(stage), {
        spec: {
          tags: { stage: 'second', old: null, new: 'x' },
          vpcs: [{ id: 'vpc-0b000000000000001' }, { accessRef: { name: `${stage.consumer}-spoke` }, id: spoke.vpcs[1] }],
          records: [
            { name: '@', endpointRef: { name: 'secrets' } },
            { name: 'owner', type: 'TXT', values: ['"shop"', '"pay"'] },
            { name: 'new', type: 'TXT', values: ['"new"'] },
          ],
        },
      }),
    isDone: isZoneReady,
  },
  {
    ...ours,
    name: 'PrivateHostedZone delete',
    deed: (stage) => stage.remove(zone(stage)),
    isDone: ([seen]) => allGone([seen]),
  },
];
