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
  'move the access back',
  'a stranger connects',
]);

export function isFault(kind: string): boolean {
  return !deeds.has(kind);
}
