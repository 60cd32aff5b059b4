import type { FailureClass } from '../../../src/core/outcome.ts';
import type { Verdict } from './examine.ts';
import type { Life } from './lives.ts';
import { apiActionOf } from './parts.ts';
import { reasons } from './reasons.ts';

type Cells = readonly (readonly [Life, Verdict])[];

const legend = '◌ held back, ✕ stalled, ? stale, · as undisturbed, ! not as promised; new|available';
const failureClasses = Object.keys(reasons) as readonly FailureClass[];
const widths = { action: 46, cell: 12 } as const;

/** Cells in text: a block a part that calls play, a line a call, a column a class of failure; in it what the object went through under each of its codes. */
export function table(cells: Cells): string {
  const right = cells.filter(([, { wrong }]) => wrong.length === 0).length;
  const head = `${''.padEnd(widths.action)}${failureClasses.map((one) => one.padEnd(widths.cell)).join('')}`;
  const blocks = [...Map.groupBy(cells, ([{ part }]) => part.role)].map(([role, ofRole]) => {
    const lines = [...Map.groupBy(ofRole, ([{ call }]) => apiActionOf(call))].map(([action, ofCall]) => line(action, ofCall));
    return [role, ...lines].join('\n');
  });
  return `${right} of ${cells.length} cells as promised (${legend})\n${head}\n${blocks.join('\n')}`;
}

function line(action: string, cells: Cells): string {
  const columns = failureClasses.map((of) => marks(cells, of).padEnd(widths.cell));
  return `  ${action.padEnd(widths.action - 2)}${columns.join('')}`.trimEnd();
}

/** Where the codes of a class end in different ways, each way once. */
function marks(cells: Cells, of: FailureClass): string {
  const ofClass = cells.filter(([{ failing }]) => failing.class === of);
  return [...new Set(ofClass.map(([, verdict]) => mark(verdict)))].join(' ');
}

function mark({ words, wrong }: Verdict): string {
  return `${stageMark(words.new)}|${stageMark(words.available)}${wrong.length === 0 ? '' : '!'}`;
}

function stageMark(words: readonly string[]): string {
  if (words.includes('stalled')) return '✕';
  if (words.includes('stale')) return '?';
  return words.includes('failing') ? '◌' : '·';
}
