/** A form's dotted keys as a tree: `Filter.1.Name=x` is the value `x` at Filter → 1 → Name. */
export interface FormNode {
  value: string | undefined;
  readonly children: Map<string, FormNode>;
}

export function parseForm(body: string): FormNode {
  const root: FormNode = { value: undefined, children: new Map() };
  for (const [key, value] of new URLSearchParams(body)) {
    let node = root;
    for (const part of key.split('.')) {
      const child = node.children.get(part) ?? { value: undefined, children: new Map() };
      node.children.set(part, child);
      node = child;
    }
    node.value = value;
  }
  return root;
}
