import type { Mutant } from './mutant.ts';

/** The file's text with the bug in it. Throws unless the text to replace occurs exactly once. */
export function edited(text: string, { name, file, find, replace }: Pick<Mutant, 'name' | 'file' | 'find' | 'replace'>): string {
  const pieces = text.split(find);
  if (pieces.length !== 2) throw new Error(`mutant "${name}": its text occurs ${pieces.length - 1} times in ${file}, and has to once`);
  if (find === replace) throw new Error(`mutant "${name}" changes nothing`);
  return pieces.join(replace);
}
