import type { KubeRequest, KubeStream, Transport } from '../../../src/kube/transport.ts';

/** A wire to the real API server on which single collections can be made to stall, as on a network that lost some connections. */
export interface HeldWire {
  wrap(inner: Transport): Transport;
  /** From now on nothing of the collection with this plural comes through, lists (`all`) or only watches. */
  hold(plural: string, what: 'all' | 'watch'): void;
  release(plural: string): void;
}

export function heldWire(): HeldWire {
  const held = new Map<string, { readonly what: 'all' | 'watch'; readonly until: PromiseWithResolvers<void> }>();
  const pluralOf = ({ path }: KubeRequest): string => path.split('/').at(-1) ?? '';
  const passed = async (call: KubeRequest, how: 'all' | 'watch'): Promise<void> => {
    for (;;) {
      const hold = held.get(pluralOf(call));
      if (hold === undefined || (how === 'all' && hold.what === 'watch')) return;
      await hold.until.promise;
    }
  };
  return {
    wrap: (inner) => ({
      request: async (call) => {
        await passed(call, 'all');
        return inner.request(call);
      },
      stream: async (call) => {
        const stream = await inner.stream(call);
        return { ...stream, chunks: delayed(stream, () => passed(call, 'watch')) };
      },
      close: () => inner.close(),
    }),
    hold: (plural, what) => held.set(plural, { what, until: Promise.withResolvers() }),
    release: (plural) => {
      const hold = held.get(plural);
      held.delete(plural);
      hold?.until.resolve();
    },
  };
}

async function* delayed({ chunks }: KubeStream, passed: () => Promise<void>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    await passed();
    yield chunk;
  }
}
