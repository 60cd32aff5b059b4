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
    return { name: scenario.name, effects, ...count(own) };
  });
  const total = { name: 'all', effects: rows.reduce((sum, { effects }) => sum + effects, 0), ...count(judged) };
  const width = Math.max(...rows.map(({ name }) => name.length));
  return [...rows, total]
    .map(({ name, effects, killed, ended, wrong }) =>
      [
        name.padEnd(width),
        `${String(effects).padStart(4)} effects undisturbed`,
        `${String(killed).padStart(5)} runs killed`,
        `${String(ended).padStart(4)} ended before`,
        `${String(wrong).padStart(4)} wrong`,
      ].join(' '),
    )
    .join('\n');
}

function count(judged: readonly Judged[]): { readonly killed: number; readonly ended: number; readonly wrong: number } {
  const killed = judged.filter(isHit).length;
  return { killed, ended: judged.length - killed, wrong: judged.filter(isWrong).length };
}

export function isWrong({ outcome }: Pick<Judged, 'outcome'>): boolean {
  return outcome.wrong.length > 0;
}
