import { type Clock, sleep } from '../core/clock.ts';
import { type KubeClient, slim } from './client.ts';
import { isGone, kubeError } from './errors.ts';
import { collectionPath, type KubeObject, type ResourceType } from './resource.ts';
import { Store } from './store.ts';

export interface ReflectorOptions {
  readonly client: KubeClient;
  readonly resource: ResourceType;
  readonly clock: Clock;
  readonly random: () => number;
  /** Told of every failed list or watch; the reflector goes on by itself. */
  readonly onError: (error: unknown) => void;
}

const minute = 60_000;
/** The API server sends a bookmark about every minute; a watch silent for longer is dead, whatever its socket says. */
const idleLimit = 2.5 * minute;
/** An event that was lost on the way, which no watch can notice, is made good by the next list. */
const listAnew = 60 * minute;
const firstBackOff = 500;
const longestBackOff = 30_000;
/** A watch that lived so long has earned a fresh start of the back-off. */
const stableAfter = 30_000;

/**
 * Keeps a store equal to what the API server has: list, then watch with bookmarks, for ever until stopped. No path ends it
 * silently: every failure is reported and tried again with jittered, capped back-off.
 */
export class Reflector {
  readonly store: Store;
  readonly #options: ReflectorOptions;
  readonly #stop = new AbortController();
  readonly #synced = Promise.withResolvers<void>();
  #running: Promise<void> | undefined;
  #version = '';
  #listedAt = Number.NEGATIVE_INFINITY;
  #lastHeard: number;

  constructor(options: ReflectorOptions) {
    this.#options = options;
    this.store = new Store(options.onError);
    this.#lastHeard = options.clock.now();
  }

  start(): void {
    this.#running ??= this.#run();
  }

  get resource(): ResourceType {
    return this.#options.resource;
  }

  /** Resolves once the store has been filled. */
  get synced(): Promise<void> {
    return this.#synced.promise;
  }

  /** Milliseconds since the server was last heard of: an event, a bookmark or a list. */
  silence(): number {
    return this.#options.clock.now() - this.#lastHeard;
  }

  async stop(): Promise<void> {
    this.#stop.abort(new Error('stopped'));
    await this.#running;
  }

  async #run(): Promise<void> {
    const { clock, random, onError } = this.#options;
    let backOff = firstBackOff;
    while (!this.#stop.signal.aborted) {
      const begun = clock.now();
      try {
        if (this.#version === '' || begun - this.#listedAt > listAnew) await this.#list();
        await this.#watch();
      } catch (error) {
        if (this.#stop.signal.aborted) return;
        if (isGone(error)) this.#version = '';
        onError(error);
      }
      // Also after a watch that ended well: a server that closes at once must not be asked in a tight loop.
      const stable = clock.now() - begun >= stableAfter;
      if (stable) backOff = firstBackOff;
      const rest = stable ? random() * firstBackOff : backOff * (0.5 + random() / 2);
      backOff = Math.min(backOff * 2, longestBackOff);
      await sleep(clock, rest, this.#stop.signal).catch(() => undefined); // only a stop rejects, and the loop sees it
    }
  }

  async #list(): Promise<void> {
    const { client, resource } = this.#options;
    const { items, resourceVersion } = await client.list(resource, this.#stop.signal);
    if (this.#stop.signal.aborted) return;
    this.store.replace(items, resourceVersion);
    this.#listedAt = this.#options.clock.now();
    this.#version = resourceVersion;
    this.#heard();
    this.#synced.resolve();
  }

  async #watch(): Promise<void> {
    const { client, resource, random, clock } = this.#options;
    const attempt = new AbortController();
    const forward = (): void => attempt.abort(this.#stop.signal.reason);
    // Stopped while the list came in: a watch opened now would go on until the server closes it.
    if (this.#stop.signal.aborted) return;
    this.#stop.signal.addEventListener('abort', forward, { once: true });
    const watchdog = new Watchdog(clock, () => attempt.abort(new Error(`watch silent for ${idleLimit / 1000} s`)));
    try {
      const query = {
        watch: 'true',
        allowWatchBookmarks: 'true',
        resourceVersion: this.#version,
        timeoutSeconds: String(Math.round(300 + random() * 300)),
      };
      const stream = await client.transport.stream({ method: 'GET', path: collectionPath(resource), query, signal: attempt.signal });
      if (stream.status !== 200) throw kubeError(stream.status, stream.body);
      for await (const line of lines(stream.chunks)) {
        watchdog.heard();
        this.#take(JSON.parse(line) as WatchEvent);
      }
    } finally {
      watchdog.stop();
      this.#stop.signal.removeEventListener('abort', forward);
      attempt.abort();
    }
  }

  #take(event: WatchEvent): void {
    this.#heard();
    if (event.type === 'ERROR') {
      // Whatever the code: the server cannot tell what follows this version, so asking again from it would fail for ever.
      this.#version = '';
      throw kubeError(event.object.code ?? 500, JSON.stringify({ kind: 'Status', ...event.object }));
    }
    const object = slim(event.object);
    if (event.type === 'DELETED') this.store.remove(object);
    else if (event.type !== 'BOOKMARK') this.store.observe(object);
    this.#version = object.metadata.resourceVersion ?? this.#version;
  }

  #heard(): void {
    this.#lastHeard = this.#options.clock.now();
  }
}

type WatchEvent =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK'; readonly object: KubeObject }
  | { readonly type: 'ERROR'; readonly object: { readonly code?: number; readonly reason?: string; readonly message?: string } };

/** Calls `bark` unless `heard` is called often enough. */
class Watchdog {
  readonly #clock: Clock;
  readonly #bark: () => void;
  #cancel: () => void;

  constructor(clock: Clock, bark: () => void) {
    this.#clock = clock;
    this.#bark = bark;
    this.#cancel = clock.setTimer(idleLimit, bark);
  }

  heard(): void {
    this.#cancel();
    this.#cancel = this.#clock.setTimer(idleLimit, this.#bark);
  }

  stop(): void {
    this.#cancel();
  }
}

/** Lines of a chunked text; the unfinished rest of a broken stream is dropped. */
async function* lines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) if (part !== '') yield part;
  }
}
