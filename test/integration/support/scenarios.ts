import { afterEach } from 'vitest';
import type { KubeObject, ResourceType } from '../../../src/kube/resource.ts';
import { type Scenario, scenario, type ScenarioOptions, type Seen } from '../../harness/scenario.ts';

export const minute = 60_000;

/** Opens a scenario in virtual time for one test of this file, and closes it after. */
export function scenarios(): (options?: ScenarioOptions) => Promise<Scenario> {
  let current: Scenario | undefined;
  afterEach(async () => {
    await current?.[Symbol.asyncDispose]();
    current = undefined;
  });
  return async (options = {}) => (current = await scenario({ time: 'virtual', ...options }));
}

export function serviceID(seen: Seen): string {
  return String(seen.status['serviceID']);
}

/** The actions of the operator's writes from the `since`-th on. */
export function writesSince(on: Scenario, since: number): readonly string[] {
  return on
    .writes()
    .slice(since)
    .map(({ action }) => action);
}

/** The object's status, spec and metadata stay, and only the annotation is set. */
export const annotated = (name: string, value: string | null): object => ({
  metadata: { annotations: { [`privatelink-operator.io/${name}`]: value } },
});

const events: ResourceType = { group: 'events.k8s.io', version: 'v1', kind: 'Event', plural: 'events', namespaced: true };

/** What has been announced of the object, the earliest first. */
export async function eventsOf(
  on: Scenario,
  { metadata }: KubeObject,
): Promise<readonly { readonly reason: string; readonly note: string }[]> {
  const { items } = await on.client.list(events);
  const all = items as readonly (KubeObject & {
    readonly reason: string;
    readonly note: string;
    readonly eventTime: string;
    readonly regarding: { readonly uid?: string };
  })[];
  return all.filter(({ regarding }) => regarding.uid === metadata.uid).toSorted((a, b) => (a.eventTime < b.eventTime ? -1 : 1));
}
