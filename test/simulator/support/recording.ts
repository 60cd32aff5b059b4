/** An input that notes the path of every leaf member that is read from it, lists left out of the path. */
export function recording<Input extends object>(input: Input, reads: Set<string>): Input {
  return wrap(input, '', reads) as Input;
}

function wrap(value: unknown, path: string, reads: Set<string>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return new Proxy(value, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof name === 'symbol' || typeof member === 'function') return member;
      if (Array.isArray(target)) return wrap(member, path, reads);
      const inner = path === '' ? name : `${path}.${name}`;
      if (isLeaf(member)) reads.add(inner);
      return wrap(member, inner, reads);
    },
  });
}

function isLeaf(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isLeaf);
  return typeof value !== 'object' || value === null;
}
