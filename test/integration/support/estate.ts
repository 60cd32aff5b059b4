import type { KubeObject } from '../../../src/kube/resource.ts';
import type { FaultOutcome } from '../../../src/simulator/faults.ts';
import { condition, isReady, type Scenario, type Seen } from '../../harness/scenario.ts';
import { addBalancer } from './provider-team.ts';
import { minute } from './scenarios.ts';

/** Objects of every kind, in all the states in which a cluster may leave them. */
export interface Estate {
  /** As a person keeps them in Git, and as they are in the cluster that they were made in. */
  readonly settled: Yaml;
  /** A service and an endpoint whose creates are recorded, and whose replies never came. */
  readonly underWay: Yaml;
}
export interface Yaml {
  readonly yaml: readonly KubeObject[];
  readonly objects: readonly KubeObject[];
}

const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: 'kms:Decrypt', Resource: '*' }] };

/** Published twice, connected to, waiting to be accepted, and with private DNS. */
function settledYaml(on: Scenario): readonly KubeObject[] {
  const publishedAs = (name: string): object => ({ service: { endpointServiceRef: { name, namespace: on.provider } } });
  return [
    on.service('payments', { tags: { team: 'pay' } }),
    on.service('orders', { loadBalancers: [{ name: 'orders' }], acceptance: {} }),
    on.endpoint('payments', { ...publishedAs('payments'), tags: { team: 'shop' } }),
    on.endpoint('orders', publishedAs('orders')),
    on.endpoint('kms', { service: { awsService: 'kms' }, policy, privateDNS: { enabled: true } }),
  ];
}

/** All of it in the scenario's cluster. */
export async function estate(on: Scenario, lost: FaultOutcome): Promise<Estate> {
  await activeBalancer(on, 'orders');
  const settled = await apply(on, settledYaml(on), isSettled);
  return { settled, underWay: await beginCreates(on, lost) };
}

/** A service and, unless told otherwise, an endpoint, whose creates end as `lost` says, from now until the faults are cleared. */
export async function beginCreates(on: Scenario, lost: FaultOutcome, { serviceOnly = false } = {}): Promise<Yaml> {
  await activeBalancer(on, 'reports');
  const service = on.service('reports', { loadBalancers: [{ name: 'reports' }] });
  const yaml = [service, ...(serviceOnly ? [] : [on.endpoint('logs', { service: { awsService: 'logs' } })])];
  const names = yaml.map(({ metadata }) => `"Value":"${metadata.name}"`);
  on.simulator.faults.add({
    action: '*',
    when: ({ action, input }) => action.startsWith('CreateVpcEndpoint') && names.some((name) => JSON.stringify(input).includes(name)),
    outcome: lost,
  });
  return apply(on, yaml, isRecorded);
}

async function activeBalancer(on: Scenario, name: string): Promise<void> {
  await addBalancer(on, name, { zones: ['euw1-az2', 'euw1-az3'] });
  await on.pass(3 * minute);
}

/** Creates the objects and waits for each. */
export async function apply(on: Scenario, yaml: readonly KubeObject[], look: (seen: Seen) => boolean): Promise<Yaml> {
  const objects: KubeObject[] = [];
  for (const object of yaml) objects.push(await on.create(object));
  for (const object of objects) await on.until(object, 'as it is left', look);
  return { yaml, objects };
}

/** Ready, or waiting for the service's owner. */
export function isSettled(seen: Seen): boolean {
  return isReady(seen) || condition(seen, 'Ready')?.reason === 'PendingAcceptance';
}

/** A create is recorded, sent, and not answered. */
function isRecorded(seen: Seen): boolean {
  return seen.status['pendingCreate'] !== undefined && condition(seen, 'Ready')?.reason === 'AWSUnavailable';
}

export function idOf({ status }: Seen): string {
  return String(status['serviceID'] ?? status['endpointID']);
}

export async function idsOf(on: Scenario, objects: readonly KubeObject[]): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const object of objects) {
    const seen = await on.read(object);
    if (seen !== undefined) ids.push(idOf(seen));
  }
  return ids;
}

/** Every service and endpoint, by ID, until AWS shows no trace of it any more. */
export function idsOnAWS({ simulator: { world } }: Scenario): readonly string[] {
  return [...world.endpointServices.keys(), ...world.endpoints.keys()].toSorted();
}
