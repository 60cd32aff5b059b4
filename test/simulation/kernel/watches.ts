import { collectionPath } from '../../../src/kube/resource.ts';
import type { KubeRequest, KubeStream } from '../../../src/kube/transport.ts';
import type { ApiServer } from '../api-server/api-server.ts';
import type { Surroundings } from './effects.ts';

interface Watch {
  readonly around: Surroundings;
  readonly path: string;
  readonly pipe: Pipe;
  /** When the last line so far arrives: lines keep their order. */
  busyUntil: number;
  /** A line that waits to be overtaken by the next. */
  held: string | undefined;
  bookmarksFrom: number;
}

const minute = 60_000;

/** The API server's side of all open watches. */
export class Watches {
  readonly #server: ApiServer;
  readonly #open = new Set<Watch>();

  constructor(server: ApiServer) {
    this.#server = server;
    server.onCommit(({ revision, resource }) => {
      const path = collectionPath(resource);
      for (const watch of this.#open) if (watch.path === path) this.#tellOf(watch, revision - 1);
    });
  }

  open(around: Surroundings, call: KubeRequest): KubeStream {
    const since = Number(call.query?.['resourceVersion'] ?? '0');
    const pipe = new Pipe();
    const watch: Watch = { around, path: call.path, pipe, busyUntil: 0, held: undefined, bookmarksFrom: 0 };
    if (this.#server.changes(call.path, since) === 'gone') {
      pipe.push(gone);
      pipe.end();
      return { status: 200, body: '', chunks: pipe };
    }
    this.#open.add(watch);
    const close = (): void => {
      this.#open.delete(watch);
      pipe.end();
    };
    call.signal?.addEventListener('abort', close, { once: true });
    this.#tellOf(watch, since);
    around.timeline.after(Number(call.query?.['timeoutSeconds'] ?? '300') * 1000, 'watch ends', close);
    return { status: 200, body: '', chunks: pipe };
  }

  /** Drops what a dead process held. */
  closeOf(process: Surroundings['process']): void {
    for (const watch of this.#open) if (watch.around.process === process) this.#open.delete(watch);
  }

  /** Called every minute or so: how far each watch has come. */
  bookmark(): void {
    for (const watch of this.#open) {
      if (watch.around.timeline.now < watch.bookmarksFrom) continue;
      const line = `{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"${this.#server.revision}"}}}\n`;
      // Nothing is on its way before it.
      if (watch.busyUntil <= watch.around.timeline.now && watch.around.process.alive) watch.pipe.push(line);
      else this.#send(watch, line);
    }
  }

  #tellOf(watch: Watch, since: number): void {
    const changes = this.#server.changes(watch.path, since);
    if (changes === 'gone') throw new Error('compacted under way');
    for (const { line } of changes) this.#tell(watch, line);
  }

  #tell(watch: Watch, line: string): void {
    const { mishaps, timeline, chance } = watch.around;
    const mishap = mishaps.meet('watch event');
    if (mishap !== undefined) mishaps.hit(mishap);
    switch (mishap) {
      case 'event dropped':
        return;
      case 'events reordered':
        watch.held = line;
        // Nothing may come to overtake it.
        timeline.after(20_000, 'late event', () => this.#release(watch));
        return;
      case 'events delayed for minutes':
        watch.busyUntil = timeline.now + chance.whole(30_000, 4 * minute);
        break;
      case 'watch cut':
        this.#open.delete(watch);
        timeline.after(1, 'watch cut', () => watch.pipe.fail(new Error('the connection was cut')));
        return;
      case 'watch gone (410)':
        this.#open.delete(watch);
        timeline.after(1, 'watch gone', () => {
          // And so it is: who asks again from there is told the same.
          this.#server.compact(this.#server.revision);
          watch.pipe.push(gone);
          watch.pipe.end();
        });
        return;
      case 'bookmarks withheld':
        watch.bookmarksFrom = timeline.now + 5 * minute;
        break;
      case 'event duplicated':
        this.#send(watch, line);
        break;
      case undefined:
    }
    this.#send(watch, line);
    this.#release(watch);
  }

  #release(watch: Watch): void {
    const { held } = watch;
    watch.held = undefined;
    if (held !== undefined) this.#send(watch, held);
  }

  #send(watch: Watch, line: string): void {
    const { timeline, chance, process } = watch.around;
    const at = Math.max(watch.busyUntil, timeline.now + chance.whole(1, 50));
    watch.busyUntil = at;
    timeline.after(at - timeline.now, 'watch event', () => process.alive && watch.pipe.push(line));
  }
}

const gone = `${JSON.stringify({
  type: 'ERROR',
  object: { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'Expired', message: 'too old resource version', code: 410 },
})}\n`;

/** Chunks that are pushed on one side and read on the other. */
class Pipe implements AsyncIterable<Uint8Array> {
  readonly #chunks: Uint8Array[] = [];
  #failure: Error | undefined;
  #ended = false;
  #wake: (() => void) | undefined;

  push(text: string): void {
    this.#chunks.push(Buffer.from(text));
    this.#wake?.();
  }

  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  fail(failure: Error): void {
    this.#failure = failure;
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for (;;) {
      const chunk = this.#chunks.shift();
      if (chunk !== undefined) yield chunk;
      else if (this.#failure !== undefined) throw this.#failure;
      else if (this.#ended) return;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
