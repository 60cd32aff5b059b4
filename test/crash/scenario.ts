import type { KubeObject } from '../../src/kube/resource.ts';
import { isReady, type Seen } from '../harness/scenario.ts';
import type { Teams } from '../harness/teams.ts';
import type { Stage } from './stage.ts';

/** Something that a person does, and the operator has to carry through. */
export interface CrashScenario {
  /** Kind first, such as `EndpointService create`. */
  readonly name: string;
  /** Short enough for all pairs of its crash points to be run without being asked for by name. */
  readonly short?: boolean;
  /** What is there before; each is made, and waited for until it is ready. */
  before?(teams: Teams): readonly KubeObject[];
  /** Done once those are ready; also waits until the operator has taken it in. */
  prepare?(stage: Stage): Promise<void>;
  /** From here on the operator's effects count. */
  deed(stage: Stage): Promise<unknown>;
  /** The objects that are to end as in the undisturbed run. */
  objects(teams: Teams): readonly KubeObject[];
  /** Whether the undisturbed run has come to its end. */
  isDone(seen: readonly (Seen | undefined)[]): boolean;
}

export function allReady(seen: readonly (Seen | undefined)[]): boolean {
  return seen.every((one) => one !== undefined && isReady(one));
}

export function allGone(seen: readonly (Seen | undefined)[]): boolean {
  return seen.every((one) => one === undefined);
}

/** Made a second time, and ready again. */
export function allReplaced(seen: readonly (Seen | undefined)[]): boolean {
  return allReady(seen) && seen.every((one) => one?.status['attempt'] === 2);
}
