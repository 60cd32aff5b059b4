import { seededRandom, shuffled } from './random.ts';

/** Which name an account sees for a zone ID: AWS shuffles the names per account, and so the seed does here. */
export interface ZoneNames {
  name(account: string, zoneID: string): string;
  id(account: string, zoneName: string): string | undefined;
}

interface Mapping {
  readonly names: ReadonlyMap<string, string>;
  readonly ids: ReadonlyMap<string, string>;
}

export function zoneNames(seed: number, zones: ReadonlyMap<string, readonly string[]>): ZoneNames {
  const mappings = new Map<string, Mapping>();
  const mappingOf = (account: string): Mapping => {
    const known = mappings.get(account);
    if (known) return known;
    const made = shuffle(seed, account, zones);
    mappings.set(account, made);
    return made;
  };
  return {
    name(account, zoneID) {
      const name = mappingOf(account).names.get(zoneID);
      if (name === undefined) throw new Error(`no Region has the zone ${zoneID}`);
      return name;
    },
    id: (account, zoneName) => mappingOf(account).ids.get(zoneName),
  };
}

function shuffle(seed: number, account: string, zones: ReadonlyMap<string, readonly string[]>): Mapping {
  const names = new Map<string, string>();
  for (const [region, zoneIDs] of zones) {
    const order = shuffled(zoneIDs, seededRandom(`zones ${seed} ${account} ${region}`));
    for (const [index, zoneID] of order.entries()) names.set(zoneID, `${region}${String.fromCharCode(97 + index)}`);
  }
  return { names, ids: new Map([...names].map(([zoneID, name]) => [name, zoneID])) };
}
