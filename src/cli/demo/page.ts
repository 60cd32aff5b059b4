/** Columns of the page that the demo writes on. */
export const pageWidth = 118;

/** What does not fit is cut off, as on a narrow terminal; `…` shows where. */
export function clip(line: string): string {
  return line.length <= pageWidth ? line : `${line.slice(0, pageWidth - 1)}…`;
}

/** Breaks a line between words; `joint` goes between two lines. A word that is longer than a line stays whole. */
export function wrap(line: string, joint = '\n'): string {
  const room = pageWidth - joint.length;
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(' ')) {
    const longer = current === '' ? word : `${current} ${word}`;
    if (longer.length <= room || current === '') current = longer;
    else {
      lines.push(current);
      current = word;
    }
  }
  return [...lines, current].join(joint);
}

/** A title with a rule behind it. */
export function heading(title: string): string {
  return `── ${title} `.padEnd(pageWidth, '─');
}
