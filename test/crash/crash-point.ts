/**
 * When the process is killed: `before` an effect leaves the machine, `after` its reply has been delivered and the process says its next word, or
 * with its reply `lost`, once the effect has been carried out.
 */
export const moments = ['before', 'after', 'lost'] as const;
export type Moment = (typeof moments)[number];

/** One kill: `nth` counts the effects of one life of the process from 1, in the order in which they arrive. */
export interface CrashPoint {
  readonly moment: Moment;
  readonly nth: number;
}

/** `before 3`; of a run with several kills, one a life: `before 3, lost 1`. */
export function nameOf(points: readonly CrashPoint[]): string {
  return points.map(({ moment, nth }) => `${moment} ${nth}`).join(', ');
}

/** The reverse; throws for anything else. */
export function parsePoints(text: string): readonly CrashPoint[] {
  return text.split(',').map((part) => {
    const [moment, nth] = part.trim().split(' ');
    const found = moments.find((one) => one === moment);
    if (found === undefined || !/^[1-9]\d*$/.test(nth ?? ''))
      throw new Error(`"${part.trim()}" is no crash point: write ${moments.join(', ')} and a number, such as "before 3"`);
    return { moment: found, nth: Number(nth) };
  });
}
