import { keyOf } from '../../../src/kube/resource.ts';
import type { Universe } from '../kernel/universe.ts';

/** Has all round the operator forget what is over, as real surroundings do in time: what grows then is the operator. */
export function tidy({ server, objects, aws }: Universe): void {
  for (const object of [...objects.values()].filter(({ kind }) => kind === 'Event')) {
    const [namespace = '', name = ''] = keyOf(object).split('/');
    const path = `/apis/events.k8s.io/v1/namespaces/${namespace}/events/${name}`;
    const { status, body } = server.request({ method: 'DELETE', path });
    if (status >= 300) throw new Error(`${path}: ${status} ${body}`);
  }
  server.compact(server.revision);
  aws.journal.clear();
  aws.world.clientTokens.clear();
  // Credentials are asked for anew before they expire; the older ones are used no more.
  const newest = new Set(new Map([...aws.world.sessions].map(([key, { principal }]) => [principal, key])).values());
  for (const key of aws.world.sessions.keys()) if (!newest.has(key)) aws.world.sessions.delete(key);
}
