import type { Ports } from '../aws/ports.ts';
import type { Clock } from '../core/clock.ts';
import { ownerTagKeys } from '../core/ownership.ts';
import type { Reading } from '../core/reading.ts';
import { canonicalJSON } from '../core/tokens.ts';
import type { Age, FleetItems, FleetList } from '../kinds/kind.ts';
import type { Reader, Scope } from './reader.ts';

/**
 * Everything that carries this cluster's owner tag, listed once a period for each role, Region and type, instead of read object
 * by object. A listing proves presence; what vanished from it is only a hint to read by ID, for its tag may be what went.
 */
export interface Fleet {
  list<L extends FleetList>(question: FleetQuestion<L>, age: Age): Promise<Reading<FleetItems[L]>>;
  stop(): void;
}
export interface FleetQuestion<L extends FleetList> {
  readonly scope: Scope;
  readonly aws: Ports;
  readonly list: L;
}
export interface FleetChange {
  readonly list: FleetList;
  /** What appeared, changed or vanished since the listing before. */
  readonly ids: readonly string[];
}

export interface FleetOptions {
  readonly clock: Clock;
  readonly random: () => number;
  readonly reader: Reader;
  readonly clusterID: string;
  /** Milliseconds between two listings. */
  readonly period: number;
  readonly onChange: (change: FleetChange) => void;
}

interface Lister {
  content: ReadonlyMap<string, string> | undefined;
  sequence: number;
  askedAt: number;
  cancel: () => void;
}

const unusedAfter = 3_600_000;

export function createFleet(options: FleetOptions): Fleet {
  const { clock, random, period } = options;
  const listers = new Map<string, Lister>();
  const schedule = (key: string, question: FleetQuestion<FleetList>, lister: Lister): void => {
    lister.cancel = clock.setTimer(period * (0.95 + random() * 0.05), () => {
      if (clock.now() - lister.askedAt > unusedAfter) return void listers.delete(key);
      // A failed listing is a reading like any other: whoever needs it sees it, and the next one comes by itself.
      const again = (): void => schedule(key, question, lister);
      readList(options, question, { maxAge: 0 }).then((reading) => notice(options, lister, { list: question.list, reading }), () => undefined).then(again, again);
    });
  };
  return {
    list: async (question, age) => {
      const key = canonicalJSON([question.scope.access.roleARN, question.scope.access.externalID, question.scope.region, question.list]);
      const lister = listers.get(key) ?? { content: undefined, sequence: 0, askedAt: clock.now(), cancel: () => undefined };
      lister.askedAt = clock.now();
      if (!listers.has(key)) {
        listers.set(key, lister);
        schedule(key, question, lister);
      }
      const reading = await readList(options, question, age);
      notice(options, lister, { list: question.list, reading });
      return reading;
    },
    stop: () => {
      for (const lister of listers.values()) lister.cancel();
      listers.clear();
    },
  };
}

async function readList<L extends FleetList>({ reader, clusterID }: FleetOptions, { scope, aws, list }: FleetQuestion<L>, age: Age): Promise<Reading<FleetItems[L]>> {
  const input = { Filters: [{ Name: `tag:${ownerTagKeys.cluster}`, Values: [clusterID] }] };
  const reading =
    list === 'endpoints'
      ? itemsOf(await reader.read({ scope, aws, call: 'describeVpcEndpoints', input }, age), (page) => page.VpcEndpoints ?? [])
      : itemsOf(await reader.read({ scope, aws, call: 'describeVpcEndpointServiceConfigurations', input }, age), (page) => page.ServiceConfigurations ?? []);
  // The list's name decides the items' type, which the compiler does not follow through the condition.
  return reading as Reading<FleetItems[L]>;
}

function itemsOf<Page, Items>(reading: Reading<Page>, pick: (page: Page) => Items): Reading<Items> {
  return reading.known ? { ...reading, value: pick(reading.value) } : reading;
}

/** Compares a listing with the one before, whatever their order, and tells what is different. */
function notice({ onChange }: FleetOptions, lister: Lister, { list, reading }: { readonly list: FleetList; readonly reading: Reading<FleetItems[FleetList]> }): void {
  if (!reading.known || reading.sequence === lister.sequence) return;
  const before = lister.content;
  const content = new Map(reading.value.map((item) => [idOf(item), signature(item)]));
  lister.content = content;
  lister.sequence = reading.sequence;
  if (before === undefined) return;
  const ids = [...new Set([...before.keys(), ...content.keys()])].filter((id) => before.get(id) !== content.get(id));
  if (ids.length > 0) onChange({ list, ids });
}

function idOf(item: FleetItems[FleetList][number]): string {
  return ('VpcEndpointId' in item ? item.VpcEndpointId : 'ServiceId' in item ? item.ServiceId : undefined) ?? '';
}

/** Content without what AWS varies from reply to reply: the order of lists and the case of states. */
function signature(item: object): string {
  return canonicalJSON(normal(item)).toLowerCase();
}

function normal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => canonicalJSON(normal(one))).sort();
  if (value instanceof Date) return value.toISOString();
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, normal(inner)]));
}
