import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { KubeObject } from '../../src/kube/resource.ts';
import { resource as endpointServices } from '../../src/kinds/endpoint-service/schema.ts';
import { resource as interfaceEndpoints } from '../../src/kinds/interface-endpoint/schema.ts';
import { resource as accesses } from '../../src/kinds/privatelink-access/schema.ts';
import { type Simulator, startSimulator } from '../../src/simulator/index.ts';
import { loadWorld } from '../../src/simulator/world-file.ts';
import { at, helm } from '../chart/support/helm.ts';
import { switches } from '../chart/support/switches.ts';
import { operatorAccount } from '../harness/operator.ts';
import type { OperatorProcess } from '../harness/operator-process.ts';
import { hurried } from '../harness/time.ts';
import { createInstallation, type Installation, nonRoot, podOf, release } from './support/installation.ts';

const examples = join(import.meta.dirname, '..', '..', 'examples');
const manifests = ['access', 'endpoint-service', 'interface-endpoint'].map((name) => join(examples, `${name}.yaml`));
const service = { metadata: { name: 'payments', namespace: 'payments' } };
const endpoint = { metadata: { name: 'payments', namespace: 'shop' } };
/** The chart's periods are minutes; the simulated AWS here lives in moments. */
const hurriedPeriods = { LIST_PERIOD_MS: '1000', RARE_PERIOD_MS: '2000', PENDING_PERIOD_MS: '200', VISIBILITY_GRACE_MS: '3000' };
const credentials = { AWS_ACCESS_KEY_ID: operatorAccount, AWS_SECRET_ACCESS_KEY: 'none' };
const onLoopback = { HEALTH_HOST: '127.0.0.1', HEALTH_PORT: '0' };

let simulator: Simulator;
let installation: Installation;
let values: readonly string[];
let notes: string;

beforeAll(async () => {
  simulator = await startSimulator({ settings: hurried });
  loadWorld(readFileSync(join(examples, 'simulator', 'world.yaml'), 'utf8'), simulator.world);
  installation = await createInstallation();
  values = ['clusterID=chart', 'aws.region=eu-west-1', `aws.endpointURL=${simulator.url}`].flatMap((value) => ['--set', value]);
  notes = await installation.install(...values);
});
afterAll(async () => {
  await installation.close();
  await simulator.close();
});

/** The operator that was started last, for the message of a wait in vain. */
let running: OperatorProcess | undefined;
const start = async (): Promise<OperatorProcess> => {
  const operator = await installation.start({ ...hurriedPeriods, ...credentials, ...onLoopback });
  running = operator;
  onTestFinished(() => operator.kill());
  return operator;
};

async function until<T>(what: string, look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const deadline = performance.now() + 30_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`expected within 30 s: ${what}\n${running?.output().slice(-2000) ?? ''}`);
    await sleep(25);
  }
}

const statusOf = async (object: { readonly metadata: KubeObject['metadata'] }): Promise<Readonly<Record<string, unknown>>> =>
  ((await installation.client.get(interfaceEndpoints, object))?.status ?? {}) as Readonly<Record<string, unknown>>;

describe('the API server', () => {
  test('takes each object of the chart, whatever value is set', async () => {
    const chart = await helm();
    const renderings = Object.entries(switches).map(([path, { value, values: given }]) =>
      chart.template({ clusterID: 'cluster', ...(given ?? at(path, value)) }),
    );
    // Most objects are the same in most renderings.
    const objects = new Set(renderings.flat().map((object) => JSON.stringify(object).replaceAll('"system"', `"${release.namespace}"`)));
    const list = `{"apiVersion":"v1","kind":"List","items":[${[...objects].join(',')}]}`;
    const answer = await installation.kubectl(
      ['apply', '--server-side', '--dry-run=server', '--validate=strict', '--force-conflicts', '-f', '-'],
      list,
    );
    expect(answer.trim().split('\n')).toHaveLength(objects.size);
  });

  test('lets the pod into a namespace of the restricted profile, and would not without its security context', async () => {
    const { restartPolicy: _always, ...spec } = (await podOf(installation.client)) as unknown as Readonly<Record<string, unknown>>;
    await installation.kubectl(['create', 'namespace', 'strict']);
    await installation.kubectl(['label', 'namespace', 'strict', 'pod-security.kubernetes.io/enforce=restricted']);
    const create = (pod: object): Promise<string> =>
      installation.kubectl(
        ['create', '--dry-run=server', '-o', 'name', '-f', '-'],
        JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'operator', namespace: 'strict' }, spec: pod }),
      );
    expect((await create(spec)).trim()).toBe('pod/operator');
    await expect(create({ ...spec, securityContext: {} })).rejects.toThrow('violates PodSecurity "restricted:latest"');
  });

  test('takes the first object that the notes suggest, and has the objects that they name', async () => {
    const [, manifest = ''] = /<<'EOF'\n([\s\S]*?)\n *EOF/.exec(notes) ?? [];
    expect(await installation.kubectl(['apply', '--dry-run=server', '-f', '-'], manifest)).toContain('interfaceendpoint');
    expect(notes).toContain('kubectl wait --for=condition=Ready ifep/secretsmanager');
    const [, deployment = ''] = /rollout status (\S+)/.exec(notes) ?? [];
    expect(await installation.kubectl(['get', '-n', release.namespace, '-o', 'name', deployment])).toContain(deployment.split('/')[1]);
  });
});

describe('the operator as its pod would run it', () => {
  test('starts as a user without a home, alone in a folder that it cannot write to, to its first correct pass', async ({ skip }) => {
    skip(nonRoot.uid === undefined, 'only root can become the user of the image');
    await applyExamples();
    const begun = performance.now();
    const operator = await start();
    const { endpointID } = await until('an endpoint made and recorded', async () => {
      const status = await statusOf(endpoint);
      return status['endpointID'] === undefined ? undefined : status;
    });
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    const { uid, rss } = processOf(operator);
    const { milliseconds } = JSON.parse(/^.*"msg":"watching".*$/m.exec(operator.output())?.[0] ?? '{}') as { milliseconds?: number };
    process.stdout.write(
      `as user ${uid}: watching after ${milliseconds ?? '?'} ms, first endpoint recorded after ${seconds} s, RSS ${rss} MiB\n`,
    );
    expect(uid).toBe(nonRoot.uid);
    expect([...simulator.world.endpoints.keys()]).toEqual([endpointID]);
    expect(await operator.stop()).toBe(0);
  });

  test('lives through everything under the account of the chart', async () => {
    await applyExamples();
    const operator = await start();
    await installation.kubectl(['wait', '--for=condition=Ready', 'epsvc/payments', '-n', 'payments', '--timeout=30s']);
    await installation.kubectl(['wait', '--for=condition=Ready', 'ifep/payments', '-n', 'shop', '--timeout=30s']);
    await until('both accesses held and in use', async () => {
      const { items } = await installation.client.list(accesses);
      const used = items.filter(({ metadata, status }) => metadata.finalizers?.length === 1 && usersOf(status) === 1);
      return used.length === 2 || undefined;
    });
    const events = await installation.kubectl([
      'get',
      'events',
      '-A',
      '-o',
      'jsonpath={range .items[*]}{.regarding.kind}{.involvedObject.kind} {end}',
    ]);
    expect(events).toContain('EndpointService');
    expect(events).toContain('InterfaceEndpoint');

    await installation.client.patch(interfaceEndpoints, endpoint, { spec: { tags: { team: 'edited' } } });
    await until('the edited tag on AWS', () => [...simulator.world.endpoints.values()].find(({ tags }) => tags.get('team') === 'edited'));
    await installation.client.patch(endpointServices, service, { spec: { allowedPrincipals: ['arn:aws:iam::222222222222:role/shop'] } });
    await until('the edited principal on AWS', () =>
      [...simulator.world.endpointServices.values()].find(({ permissions }) => permissions.has('arn:aws:iam::222222222222:role/shop')),
    );

    await installation.kubectl(['delete', '--timeout=30s', '-f', manifests[2] ?? '']);
    await installation.kubectl(['delete', '--timeout=30s', '-f', manifests[1] ?? '']);
    await installation.kubectl(['delete', 'privatelinkaccess', '--all', '--timeout=30s']);
    expect([...simulator.world.endpoints.values()].filter(({ state }) => state !== 'deleted')).toEqual([]);
    expect([...simulator.world.endpointServices.values()].filter(({ state }) => state !== 'Deleted')).toEqual([]);
    expect(
      operator
        .output()
        .split('\n')
        .filter((line) => /forbidden|"level":"error"/.test(line)),
    ).toEqual([]);
    expect(await operator.stop()).toBe(0);
  });

  test('ends at SIGTERM with 0, after the call under way, whose result it records, and begins nothing more', async () => {
    await applyExamples();
    const operator = await start();
    await installation.kubectl(['wait', '--for=condition=Ready', 'ifep/payments', '-n', 'shop', '--timeout=30s']);
    const underWay = Promise.withResolvers<void>();
    simulator.faults.add({
      action: 'CreateVpcEndpoint',
      when: () => {
        underWay.resolve();
        return true;
      },
      outcome: { delayMs: 3_000 },
    });
    const late = { metadata: { name: 'late', namespace: 'shop' } };
    await installation.client.create(interfaceEndpoints, {
      apiVersion: 'privatelink-operator.io/v1alpha1',
      kind: 'InterfaceEndpoint',
      ...late,
      spec: {
        service: { awsService: 'kms' },
        vpc: { tags: { Name: 'shop' } },
        subnets: [{ tags: { tier: 'private' } }],
        securityGroups: [{ name: 'vpce-shared' }],
      },
    });
    await underWay.promise;
    const begun = performance.now();
    // A terminal or a supervisor may say it twice: only the first counts, and it still waits.
    process.kill(operator.pid ?? 0, 'SIGTERM');
    expect(await operator.stop()).toBe(0);
    expect(performance.now() - begun).toBeLessThan((await podOf(installation.client)).terminationGracePeriodSeconds * 1000);

    const made = [...simulator.world.endpoints.values()].filter(({ serviceName }) => serviceName.endsWith('.kms'));
    expect(made.map(({ id }) => id)).toEqual([(await statusOf(late))['endpointID']]);
    expect(simulator.journal.at(-1)?.action).toBe('CreateVpcEndpoint');

    simulator.faults.clear();
    const again = await start();
    await installation.kubectl(['wait', '--for=condition=Ready', 'ifep/late', '-n', 'shop', '--timeout=30s']);
    expect([...simulator.world.endpoints.values()].filter(({ serviceName }) => serviceName.endsWith('.kms'))).toHaveLength(1);
    expect(await again.stop()).toBe(0);
  });
});

describe('helm', () => {
  test('leaves the definitions and every object at uninstall, and takes them up again', async () => {
    await applyExamples();
    const before = await installation.client.get(interfaceEndpoints, endpoint);
    await installation.helm('uninstall', release.name);
    expect((await installation.client.get(interfaceEndpoints, endpoint))?.metadata).toEqual(before?.metadata);
    expect(
      await installation.kubectl([
        'get',
        'deployments,clusterroles,serviceaccounts',
        '-A',
        '-l',
        'app.kubernetes.io/name=privatelink-operator',
      ]),
    ).toBe('');
    await installation.install(...values);
    expect((await installation.kubectl(['get', 'crds', '-o', 'name'])).trim().split('\n')).toHaveLength(4);
  });

  test('upgrades while objects exist, without a word to them', async () => {
    const before = await installation.client.get(interfaceEndpoints, endpoint);
    await installation.install(...values, '--set', 'logLevel=debug');
    expect(await installation.client.get(interfaceEndpoints, endpoint)).toEqual(before);
  });
});

/** Nothing says that a new API serves already: the first tries may be refused. */
async function applyExamples(): Promise<void> {
  await until('the examples applied', async () => {
    try {
      return await installation.kubectl(['apply', ...manifests.flatMap((file) => ['-f', file])]);
    } catch (error) {
      if (/TooManyRequests|initializing/.test(String(error))) return undefined;
      throw error;
    }
  });
}

/** As the kernel sees it; RSS in MiB. */
function processOf({ pid }: OperatorProcess): { readonly uid: number; readonly rss: number } {
  const text = readFileSync(`/proc/${pid}/status`, 'utf8');
  const figure = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1]);
  return { uid: figure('Uid'), rss: Math.round(figure('VmRSS') / 1024) };
}

function usersOf(status: unknown): unknown {
  return (status as { readonly inUseBy?: number } | undefined)?.inUseBy;
}
