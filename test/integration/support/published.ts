import type { KubeObject } from '../../../src/kube/resource.ts';
import { isReady, type Scenario, type Seen } from '../../harness/scenario.ts';
import { minute, serviceID } from './scenarios.ts';

export interface Published {
  readonly on: Scenario;
  readonly object: KubeObject;
  /** As it was when first ready. */
  readonly seen: Seen;
  readonly id: string;
  readonly name: string;
}

/** The scenario's endpoint service with this spec, once it is ready and takes consumers: AWS refuses a new service's first ones for a while. */
export async function published(on: Scenario, spec: object = {}): Promise<Published> {
  const object = await on.create(on.service('payments', spec));
  const seen = await on.until(object, 'ready', isReady);
  await on.pass(minute);
  return { on, object, seen, id: serviceID(seen), name: String(seen.status['serviceName']) };
}
