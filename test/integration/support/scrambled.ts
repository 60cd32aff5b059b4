/**
 * A reply that says the same in other words: lists in another order, policies formatted otherwise, and the states of endpoints and connections,
 * which AWS itself writes in either case, in another case. Seeded, and different with every reply.
 */
export function scrambled(seed: number): (reply: object, call: { readonly action: string }) => object {
  let state = seed;
  const random = (): number => {
    // Park and Miller's generator: enough to shuffle by.
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  const scramble = (value: unknown, key: string, mixed: boolean): unknown => {
    if (Array.isArray(value))
      return shuffle(
        value.map((item) => scramble(item, key, mixed)),
        random,
      );
    if (key === 'PolicyDocument' && typeof value === 'string') return reformatted(value, random);
    if (mixed && /^(VpcEndpoint)?State$/.test(key) && typeof value === 'string')
      return random() < 0.5 ? value.toLowerCase() : value.charAt(0).toUpperCase() + value.slice(1);
    if (value === null || typeof value !== 'object' || value instanceof Date) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, scramble(inner, name, mixed)]));
  };
  return (reply, { action }) => scramble(reply, '', /VpcEndpoint(s|Connections)$/.test(action)) as object;
}

function shuffle<T>(items: readonly T[], random: () => number): readonly T[] {
  return items
    .map((item) => ({ item, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/** Keys and lists in another order, other white space; one statement bare instead of in a list. */
function reformatted(text: string, random: () => number): string {
  const turn = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.length === 1 && random() < 0.5 ? turn(value[0]) : value.map(turn).toReversed();
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(shuffle(Object.entries(value), random).map(([key, inner]) => [key, turn(inner)]));
  };
  return JSON.stringify(turn(JSON.parse(text)), undefined, Math.floor(random() * 3));
}
