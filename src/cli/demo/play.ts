import type { Stage } from './stage.ts';

/** Somebody in the simulated AWS, by whose account a person may look at it. */
export interface Person {
  readonly account: string;
  readonly region: string;
}

/** A story of the demo, and where it is set. */
export interface Play {
  /** What its stage is made of, in words. */
  readonly title: string;
  /** The world, a file of examples/simulator. */
  readonly world: string;
  /** The accounts, in words. */
  readonly cast: string;
  /** A path from the root of the repository: what is applied. */
  readonly examples: string;
  readonly onlooker: Person;
  /** Throws where something does not come about. */
  tell(stage: Stage): Promise<void>;
}
