/** Parameters as a text that does not hang on the order of members; members that are undefined are left out. */
export function canonical(parameters: object): string {
  return JSON.stringify(parameters, (_key, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)))
      : value,
  );
}
