/** A form's dotted keys as a tree: `Filter.1.Name=x` is the value `x` at Filter → 1 → Name. */
export interface FormNode {
  value: string | undefined;
  /** Given a second time, so that one of the two values would be lost. */
  repeated: boolean;
  readonly children: Map<string, FormNode>;
}

export function parseForm(text: string): FormNode {
  const root = newNode();
  for (const [key, value] of new URLSearchParams(text)) {
    let node = root;
    for (const part of key.split('.')) {
      const child = node.children.get(part) ?? newNode();
      node.children.set(part, child);
      node = child;
    }
    node.repeated = node.value !== undefined;
    node.value = value;
  }
  return root;
}

function newNode(): FormNode {
  return { value: undefined, repeated: false, children: new Map() };
}
