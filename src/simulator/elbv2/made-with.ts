import { canonical } from '../canonical.ts';

/**
 * What a record was created with. ELBv2 has no client tokens: creating again what has the name (or port) and the same settings
 * succeeds and makes nothing new.
 */
const settings = new WeakMap<object, string>();

export function remember<Made extends object>(made: Made, input: object): Made {
  settings.set(made, canonical(input));
  return made;
}

/** To be called when the settings change: a create with the old ones is no longer the same. */
export function forget(record: object): void {
  settings.delete(record);
}

export function isMadeWith(record: object, input: object): boolean {
  return settings.get(record) === canonical(input);
}
