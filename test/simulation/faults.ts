/** Not a fault: what people do anyway. */
const deeds = new Set([
  'create',
  'delete',
  'edit',
  'pause',
  'go on',
  'ask for a fresh look',
  'clock right',
  'restore the role',
  'a stranger connects',
]);

export function isFault(kind: string): boolean {
  return !deeds.has(kind);
}
