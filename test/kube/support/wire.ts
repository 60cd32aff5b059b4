import type { KubeObject } from '../../../src/kube/resource.ts';
import type { KubeRequest, KubeResponse, KubeStream, Transport } from '../../../src/kube/transport.ts';

/** A wire whose other end is the test: it answers each request, and holds the other end of each watch. */
export class Wire implements Transport {
  readonly requests: KubeRequest[] = [];
  readonly watches: Watch[] = [];
  /** What a request that is no watch is answered. */
  answer: (call: KubeRequest) => KubeResponse | Promise<KubeResponse> = () => list([]);
  /** What a watch is answered; a status of 200 opens it. */
  answerWatch: () => KubeResponse = () => ({ status: 200, body: '' });

  async request(call: KubeRequest): Promise<KubeResponse> {
    this.requests.push(call);
    return abortable(call, Promise.resolve(this.answer(call)));
  }

  async stream(call: KubeRequest): Promise<KubeStream> {
    const { status, body } = this.answerWatch();
    const watch = new Watch(call);
    this.watches.push(watch);
    return { status, body, chunks: watch.chunks() };
  }

  async close(): Promise<void> {}

  /** The watch that was opened last. */
  get watch(): Watch {
    const last = this.watches.at(-1);
    if (last === undefined) throw new Error('no watch has been opened');
    return last;
  }

  /** The versions that the watches asked to go on from. */
  get versions(): readonly (string | undefined)[] {
    return this.watches.map(({ call }) => call.query?.['resourceVersion']);
  }
}

function abortable<T>({ signal }: KubeRequest, answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal?.reason as Error);
    if (signal?.aborted === true) return abort();
    signal?.addEventListener('abort', abort, { once: true });
    answer.then(resolve, reject);
  });
}

/** The server's end of a watch. */
export class Watch {
  readonly call: KubeRequest;
  readonly #waiting: (Uint8Array | 'end' | Error)[] = [];
  #wake: () => void = () => undefined;

  constructor(call: KubeRequest) {
    this.call = call;
    call.signal?.addEventListener('abort', () => this.break(call.signal?.reason as Error), { once: true });
  }

  /** Whether the client has hung up. */
  get left(): boolean {
    return this.call.signal?.aborted === true;
  }

  send(...events: readonly object[]): void {
    this.sendText(events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  }

  sendText(text: string): void {
    this.sendBytes(new TextEncoder().encode(text));
  }

  sendBytes(bytes: Uint8Array): void {
    this.#push(bytes);
  }

  end(): void {
    this.#push('end');
  }

  break(error: Error): void {
    this.#push(error);
  }

  async *chunks(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const next = this.#waiting.shift();
      if (next === undefined) await new Promise<void>((resolve) => (this.#wake = resolve));
      else if (next === 'end') return;
      else if (next instanceof Error) throw next;
      else yield next;
    }
  }

  #push(item: Uint8Array | 'end' | Error): void {
    this.#waiting.push(item);
    this.#wake();
  }
}

/** An object of a made-up type; versions are numbers in the test and texts on the wire. */
export function thing(name: string, version: number, more: { readonly uid?: string; readonly note?: string } = {}): KubeObject {
  const { uid = `uid-of-${name}`, note } = more;
  return {
    metadata: { name, namespace: 'team', uid, resourceVersion: String(version) },
    ...(note === undefined ? {} : { spec: { note } }),
  };
}

export function list(items: readonly KubeObject[], metadata: { readonly resourceVersion?: string; readonly continue?: string } = {}) {
  return { status: 200, body: JSON.stringify({ metadata: { resourceVersion: '100', ...metadata }, items }) };
}

/** A refusal as the API server words it. */
export function refusal(code: number, reason: string, message = reason): KubeResponse {
  return { status: code, body: JSON.stringify({ kind: 'Status', status: 'Failure', code, reason, message }) };
}
