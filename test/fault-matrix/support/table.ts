import type { Verdict } from './examine.ts';
import type { Life } from './lives.ts';
import { apiActionOf, type KindName } from './parts.ts';

/** The matrix in text: a block a class, a line a call, a column a failure; in a cell what the object went through, new and available. */
export function table(kind: KindName, verdicts: ReadonlyMap<Life, Verdict>): string {
  const cells = [...verdicts];
  const right = cells.filter(([, { wrong }]) => wrong.length === 0).length;
  const blocks = [...Map.groupBy(cells, ([{ part }]) => part.role)].map(([role, ofRole]) => {
    const lines = [...Map.groupBy(ofRole, ([{ call }]) => apiActionOf(call))].map(
      ([action, ofCall]) => `  ${action.padEnd(46)} ${ofCall.map(([{ failure }, verdict]) => `${failure} ${cell(verdict)}`).join(', ')}`,
    );
    return [role, ...lines].join('\n');
  });
  const legend = '◌ held back, ✕ stalled, ? stale, · as undisturbed, ! not as promised; new|available';
  return `${kind}: ${right} of ${cells.length} cells as promised (${legend})\n${blocks.join('\n')}`;
}

function cell({ words, wrong }: Verdict): string {
  return `${mark(words.new)}|${mark(words.available)}${wrong.length === 0 ? '' : '!'}`;
}

function mark(words: readonly string[]): string {
  if (words.includes('stalled')) return '✕';
  if (words.includes('stale')) return '?';
  return words.includes('failing') ? '◌' : '·';
}
