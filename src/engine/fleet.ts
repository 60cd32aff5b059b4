import { accessKey } from '../aws/access.ts';
import type { Ports, ReadCall } from '../aws/ports.ts';
import type { Clock } from '../core/clock.ts';
import { mapReading, type Reading } from '../core/reading.ts';
import type { Age, FleetListing } from '../kinds/kind.ts';
import { changedIDs, type Fingerprints, fingerprintsOf } from './fingerprints.ts';
import type { Reader, Scope } from './reader.ts';

export interface Fleet {
  /** Everything in this account role and Region that carries our cluster's tag. Tag filters lag: this proves presence, never absence. */
  list<C extends ReadCall, Raw extends object>(
    scope: Scope,
    ports: Ports,
    listing: FleetListing<C, Raw>,
    age: Age,
  ): Promise<Reading<readonly Raw[]>>;
  /** When the last good listing that shows this ID began; undefined where the last good one does not. */
  listedAt(scope: Scope, listing: FleetListing, id: string): number | undefined;
  /** No listing begins any more. */
  stop(): void;
}

export interface FleetChange {
  readonly scope: Scope;
  readonly listing: FleetListing;
  /** What appeared, changed, or is listed no more: a hint to look, by ID where it vanished. */
  readonly ids: readonly string[];
}

export interface FleetOptions {
  readonly clock: Clock;
  /** From 0 to 1, so that listers of many accounts do not march in step. */
  readonly random: () => number;
  readonly reader: Reader;
  readonly clusterID: string;
  /** Between the beginnings of two listings, in milliseconds. */
  readonly period: number;
  readonly onChange: (change: FleetChange) => void;
}

/** A lister that nobody has asked for so long stops. */
const idle = 60 * 60_000;

export function createFleet(options: FleetOptions): Fleet {
  const listers = new Map<string, Lister>();
  let stopped = false;
  return {
    // oxlint-disable-next-line max-params -- the same order as Reader.read
    list: async (scope, ports, listing, age) => {
      const reading = readList(options, { scope, ports, listing }, age);
      if (stopped) return reading;
      const key = listerKey(scope, listing);
      const lister = listers.get(key) ?? new Lister(options, { scope, ports, listing }, () => listers.delete(key));
      listers.set(key, lister);
      lister.used();
      return reading;
    },
    listedAt: (scope, listing, id) => listers.get(listerKey(scope, listing))?.listedAt(id),
    stop: () => {
      stopped = true;
      for (const lister of listers.values()) lister.stop();
      listers.clear();
    },
  };
}

function listerKey({ access, region }: Scope, { call }: FleetListing): string {
  return `${accessKey(access)} ${region} ${call}`;
}

interface Target<C extends ReadCall = ReadCall, Raw extends object = object> {
  readonly scope: Scope;
  readonly ports: Ports;
  readonly listing: FleetListing<C, Raw>;
}

/** Lists again and again, and tells what differs from the time before. */
class Lister {
  readonly #options: FleetOptions;
  readonly #target: Target;
  readonly #onIdle: () => void;
  #usedAt: number;
  #before: Fingerprints | undefined;
  #beforeAt: number | undefined;
  #cancelTimer: (() => void) | undefined;
  #stopped = false;

  constructor(options: FleetOptions, target: Target, onIdle: () => void) {
    this.#options = options;
    this.#target = target;
    this.#onIdle = onIdle;
    this.#usedAt = options.clock.now();
    this.#tick();
  }

  used(): void {
    this.#usedAt = this.#options.clock.now();
  }

  listedAt(id: string): number | undefined {
    return this.#before?.has(id) === true ? this.#beforeAt : undefined;
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelTimer?.();
  }

  #tick(): void {
    const { clock, random, period } = this.#options;
    if (clock.now() - this.#usedAt > idle) {
      this.stop();
      this.#onIdle();
      return;
    }
    // Never later than the period, so that what users are answered from is never older than that either.
    this.#cancelTimer = clock.setTimer(period * (0.95 + 0.05 * random()), () => this.#tick());
    void this.#look();
  }

  async #look(): Promise<void> {
    const { scope, listing } = this.#target;
    const reading = await readList(this.#options, this.#target, { maxAge: 0 });
    // A failed listing says nothing; the next is compared with the last good one.
    if (!reading.known || this.#stopped) return;
    const now = fingerprintsOf(listing, reading.value);
    const ids = this.#before === undefined ? [] : changedIDs(this.#before, now);
    this.#before = now;
    this.#beforeAt = reading.begunAt;
    if (ids.length > 0) this.#options.onChange({ scope, listing, ids });
  }
}

async function readList<C extends ReadCall, Raw extends object>(
  { reader, clusterID }: FleetOptions,
  { scope, ports, listing }: Target<C, Raw>,
  age: Age,
): Promise<Reading<readonly Raw[]>> {
  return mapReading(await reader.read(scope, ports, listing.call, listing.input(clusterID), age), (output) => listing.items(output));
}
