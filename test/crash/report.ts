import { nameOf } from './crash-point.ts';
import { isHit, type Judged, type Known } from './judged.ts';

/** Of a run that went wrong: all that it takes to understand it and to play it again. */
export function failureText(judged: Judged): string {
  const { scenario, points, outcome } = judged;
  return [
    `\nWRONG: ${scenario.name}, ${points.length === 0 ? 'undisturbed' : `killed ${killsOf(judged)}`}`,
    ...outcome.wrong.map((one) => `  ${one.replaceAll('\n', '\n  ')}`),
    livesText(judged),
    `  npm run crash -- --only '${scenario.name}'${points.length === 0 ? '' : ` --at '${nameOf(points)}'`}`,
  ].join('\n');
}

export function livesText({ outcome }: Judged): string {
  return outcome.lives.map((effects, life) => `  life ${life + 1}: ${effects.join(', ')}`).join('\n');
}

/** What a run was killed at, such as `before 3 (CreateVpcEndpoint)`. */
function killsOf({ points, outcome }: Judged): string {
  return points.map((point, life) => `${nameOf([point])} (${outcome.lives[life]?.[point.nth - 1] ?? 'not reached'})`).join(', then ');
}

/** A line for each scenario, and one for all. */
export function summary(known: readonly Known[], judged: readonly Judged[]): string {
  const rows = known.map(({ scenario, effects }) => {
    const own = judged.filter((one) => one.scenario === scenario);
    return { name: scenario.name, counts: [effects, ...countsOf(own, effects)] };
  });
  const total = { name: 'all', counts: headings.map((_, column) => rows.reduce((sum, { counts }) => sum + (counts[column] ?? 0), 0)) };
  const width = Math.max(...rows.map(({ name }) => name.length));
  const line = (name: string, cells: readonly unknown[]): string =>
    [name.padEnd(width), ...cells.map((cell, column) => String(cell).padStart(headings[column]?.length ?? 0))].join('  ');
  return [line('', headings), ...[...rows, total].map(({ name, counts }) => line(name, counts))].join('\n');
}

const headings = ['effects', 'points found', 'killed at', 'runs', 'runs that ended before the kill', 'wrong'];

/** A point counts once, however often it was tried; one that the undisturbed run had is found also where no run came to it again. */
function countsOf(judged: readonly Judged[], effects: number): readonly number[] {
  const hit = judged.filter(isHit);
  const found = judged.filter((one) => isHit(one) || (one.points.length === 1 && (one.points[0]?.nth ?? 0) <= effects));
  const distinct = (some: readonly Judged[]): number => new Set(some.map(({ points }) => nameOf(points))).size;
  return [distinct(found), distinct(hit), judged.length, judged.length - hit.length, judged.filter(isWrong).length];
}

export function isWrong({ outcome }: Pick<Judged, 'outcome'>): boolean {
  return outcome.wrong.length > 0;
}
