import type { KubeObject } from '../../src/kube/resource.ts';
import type { Simulator } from '../../src/simulator/index.ts';
import type { Scenario, Seen } from './scenario.ts';

/** What objects say, and what AWS holds, without what differs from run to run: IDs, addresses, times, chance. */
export async function endState(
  on: Pick<Scenario, 'provider' | 'read'> & { readonly simulator: Pick<Simulator, 'world'> },
  ...objects: readonly KubeObject[]
): Promise<string> {
  on.simulator.world.settle();
  const { endpoints, endpointServices, networkInterfaces, hostedZones } = on.simulator.world;
  const living = [...endpointServices.values(), ...endpoints.values()].filter(({ state }) => !/^deleted$/i.test(state));
  const zones = [...hostedZones.values()].filter(({ isPrivate, deletedAt }) => isPrivate && deletedAt === undefined);
  const interfaces = [...networkInterfaces.values()].filter(({ kind }) => kind === 'vpc_endpoint').length;
  const publicRecords = [...hostedZones.values()].filter(({ isPrivate }) => !isPrivate).map(({ name, records }) => ({ name, records }));
  const found = await Promise.all(objects.map((object) => on.read(object)));
  const said = found.map((seen) => ({ finalizers: seen?.metadata.finalizers, spec: seen?.spec, status: seen?.status }));
  return masked({ interfaces, living, zones, publicRecords, said }, [
    [on.provider.replace(/-provider$/, ''), 'CLUSTER'],
    ...found.flatMap((seen, index) => named(seen, index)),
    ...objects.map(({ metadata }, index) => [metadata.name, `NAME#${index + 1}`] as const),
  ]);
}

function named(seen: Seen | undefined, index: number): readonly (readonly [string, string])[] {
  return seen?.metadata.uid === undefined ? [] : [[seen.metadata.uid, `UID#${index + 1}`]];
}

/** The lines in which two end states differ. */
export function difference(expected: string, actual: string): string {
  const [before, after] = [expected.split('\n'), actual.split('\n')];
  return [
    ...before.filter((line) => !after.includes(line)).map((line) => `- ${line.trim()}`),
    ...after.filter((line) => !before.includes(line)).map((line) => `+ ${line.trim()}`),
  ].join('\n');
}

const fleeting = new Set([
  'createdAt',
  'taggedAt',
  'lastTransitionTime',
  'dnsLabel',
  'loadBalancerARN',
  'recordName',
  'recordValue',
  'observedGeneration',
  'attempt',
  'establishedAt',
  'modifyingUntil',
  'callerReference',
  'privateDNSFrom',
  'busyUntil',
]);

function masked(value: unknown, names: readonly (readonly [string, string])[]): string {
  const text = JSON.stringify(value, (key, inner: unknown) => (fleeting.has(key) ? undefined : plain(inner)), 1);
  const ids = new Map<string, string>();
  const numbered = (id: string, prefix: string): string => {
    if (!ids.has(id)) ids.set(id, `${prefix}#${[...ids.keys()].filter((one) => one.startsWith(prefix)).length + 1}`);
    return ids.get(id) ?? id;
  };
  const anonymous = text
    .replaceAll(/\b(vpce-svc|vpce-con|vpce|eni|perm)-[0-9a-f]{17}\b/g, (id: string, prefix: string) => numbered(id, prefix))
    .replaceAll(/\bZ[0-9A-Z]{12,20}\b/g, (id) => numbered(id, 'zone'))
    .replaceAll(/\bns-\d+\.awsdns-\d+\b/g, 'NAMESERVER')
    .replaceAll(/\b10\.20\.\d+\.\d+\b/g, 'ADDRESS')
    .replaceAll(/(vpce#\d+)-[a-z0-9]{8}/g, '$1-LABEL')
    .replaceAll(/_[a-z0-9]+\.((new|available|pay)\.example\.com)/g, 'RECORD.$1')
    .replaceAll(/_[a-z0-9]{8,}/g, 'RECORD')
    .replaceAll(/vpce:[A-Za-z0-9]+/g, 'VALUE');
  return names.reduce((masking, [from, to]) => masking.replaceAll(from, to), anonymous);
}

/** Maps and sets as sorted lists, and members in the order of their names. */
function plain(value: unknown): unknown {
  if (value instanceof Map) return [...value].toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1));
  if (value instanceof Set) return [...value].toSorted((a, b) => (String(a) < String(b) ? -1 : 1));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
