import type { Caller } from './handler.ts';
import { WorldFileError } from './world-file-error.ts';

/** Whose part it is, and where in the file it stands. */
export interface Site {
  readonly caller: Caller;
  readonly place: string;
}

/** Tags with the name as the tag Name, unless they have one. */
export function named(name: string, tags: Readonly<Record<string, string>>): Map<string, string> {
  return new Map(Object.entries({ Name: name, ...tags }));
}

/** The ID that the file gives, which nothing else may have; undefined if one is to be made up. */
export function freeID(id: string | undefined, records: ReadonlyMap<string, unknown>, place: string): string | undefined {
  if (id !== undefined && records.has(id)) throw new WorldFileError(`${place}: something else has the ID ${id} already`);
  return id;
}

/** Parts of one VPC in a world file, found by the name they have there or by their ID. */
export interface Names<Item> {
  add(name: string, item: Item): void;
  get(reference: string): Item;
}

export function names<Item extends { readonly id: string } | { readonly arn: string }>(noun: string, place: string): Names<Item> {
  const items = new Map<string, Item>();
  return {
    add(name, item) {
      if (items.has(name)) throw new WorldFileError(`${place}: two of the VPC's ${noun}s are named "${name}"`);
      items.set(name, item);
    },
    get(reference) {
      const found = items.get(reference) ?? [...items.values()].find((item) => ('id' in item ? item.id : item.arn) === reference);
      if (found) return found;
      throw new WorldFileError(
        `${place}: there is no ${noun} "${reference}" in this VPC; it has ${[...items.keys()].join(', ') || 'none'}`,
      );
    },
  };
}
