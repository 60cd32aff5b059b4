import type { NormalizedSchema } from '@smithy/core/schema';
import type { Place } from './scalars.ts';
import { at, invalid, readScalar, unknownMember } from './scalars.ts';

/** An element as the parser gives it: its text, or its children (attributes among them) by name, with a list where a name repeats. */
export type XmlElement = string | { readonly [name: string]: XmlElement | readonly XmlElement[] };

type Children = Exclude<XmlElement, string>;

/** The members of a structure, by the name that they have in the SDK. */
export function readXmlStruct(
  members: Iterable<readonly [string, NormalizedSchema]>,
  children: Children,
  place: Place,
): Record<string, unknown> {
  const byElement = new Map([...members].map(([name, member]) => [String(member.getMemberTraits().xmlName ?? name), { name, member }]));
  const result: Record<string, unknown> = {};
  for (const [key, child] of Object.entries(children)) {
    const found = byElement.get(key);
    if (!found) throw unknownMember(at(place, key));
    result[found.name] = readXmlValue(found.member, child, at(place, key));
  }
  return result;
}

function readXmlValue(schema: NormalizedSchema, element: XmlElement | readonly XmlElement[], place: Place): unknown {
  if (isRepeated(element)) throw invalid(place, 'it is given more than once');
  if (schema.isListSchema()) return readXmlList(schema, element, place);
  if (schema.isStructSchema()) return readXmlStruct(schema.structIterator(), childrenOf(element, place), place);
  if (typeof element === 'string') return readScalar(schema, element, place);
  const [nested = ''] = Object.keys(element);
  throw unknownMember(at(place, nested));
}

/** Its items have elements of their own within the list's; no list that is served is flattened. */
function readXmlList(schema: NormalizedSchema, element: XmlElement, place: Place): unknown[] {
  const item = schema.getValueSchema();
  const itemName = String(item.getMergedTraits().xmlName ?? 'member');
  const children = childrenOf(element, place);
  for (const key of Object.keys(children)) if (key !== itemName) throw unknownMember(at(place, key));
  const items = children[itemName];
  if (items === undefined) return [];
  return (isRepeated(items) ? items : [items]).map((each) => readXmlValue(item, each, at(place, itemName)));
}

function childrenOf(element: XmlElement, place: Place): Children {
  if (typeof element !== 'string') return element;
  if (element.trim() !== '') throw invalid(place, 'it is a structure, not a value');
  return {};
}

function isRepeated(element: XmlElement | readonly XmlElement[]): element is readonly XmlElement[] {
  return Array.isArray(element);
}
