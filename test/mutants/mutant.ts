/** One planted bug: an exact edit at one place, which the simulation has to find. */
export interface Mutant {
  readonly name: string;
  /** What it stands for: a defect of the first prototype, or what has happened to somebody else's operator. */
  readonly row: string;
  /** From the root of the repository. */
  readonly file: string;
  /** Occurs exactly once in the file. */
  readonly find: string;
  readonly replace: string;
  /** Why nothing in the simulation can tell it from the operator as it is; absent where it is to be found. */
  readonly survives?: string;
}
