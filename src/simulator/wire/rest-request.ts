import { parseXML } from '@aws-sdk/xml-builder';
import { NormalizedSchema } from '@smithy/core/schema';
import type { ServiceName } from '../operations.ts';
import type { Operation } from '../operations.ts';
import { badRequest } from './codes.ts';
import type { HttpRequest } from './http-request.ts';
import { namespaces } from './namespaces.ts';
import { route } from './rest-routes.ts';
import { at, invalid, readScalar, unknownMember } from './scalars.ts';
import type { XmlElement } from './xml-values.ts';
import { readXmlStruct } from './xml-values.ts';

/** Parts of a request by the member that they are. */
interface Bindings {
  readonly labels: ReadonlyMap<string, string>;
  readonly query: URLSearchParams;
}

/** A request of the REST API as the typed input of its operation: from labels, query and XML body. What no schema names is an error. */
export function readRestRequest(operation: Operation, request: HttpRequest): object {
  const { service } = operation;
  const schema = NormalizedSchema.of(operation.schema[4]);
  const bindings = { labels: route(request).labels, query: new URLSearchParams(request.query) };
  if (schema.isUnitSchema()) return {};
  checkQuery(schema, bindings.query, service);
  return { ...readBody(schema, request.body ?? '', service), ...readBound(schema, bindings, service) };
}

function readBound(schema: NormalizedSchema, { labels, query }: Bindings, service: ServiceName): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const [name, member] of schema.structIterator()) {
    const { httpLabel, httpQuery } = member.getMergedTraits();
    const text = httpLabel ? labels.get(name) : httpQuery === undefined ? undefined : query.get(String(httpQuery));
    if (text !== undefined && text !== null) input[name] = readScalar(member, text, { service, path: name });
  }
  return input;
}

/** A signature may be in the query too. */
function checkQuery(schema: NormalizedSchema, query: URLSearchParams, service: ServiceName): void {
  const known = new Set([...schema.structIterator()].map(([, member]) => String(member.getMergedTraits().httpQuery)));
  for (const name of query.keys()) {
    const place = { service, path: name };
    if (!known.has(name) && !name.startsWith('X-Amz-')) throw unknownMember(place);
    if (query.getAll(name).length > 1) throw invalid(place, 'it is given more than once');
  }
}

function readBody(schema: NormalizedSchema, body: string, service: ServiceName): Record<string, unknown> {
  const members = new Map([...schema.structIterator()].filter(([, member]) => isInBody(member)));
  if (body === '') return {};
  const name = schema.getName() ?? '';
  const [root, content] = parsed(body, service);
  if (members.size === 0 || root !== name) throw unknownMember({ service, path: root });
  const { xmlns, ...children } = typeof content === 'string' ? { xmlns: undefined } : content;
  if (xmlns !== namespaces[service])
    throw badRequest(service, 'invalid', `Invalid XML ; ${name} is not of the namespace ${namespaces[service]}`);
  return readXmlStruct(members, children, at({ service, path: '' }, ''));
}

function isInBody(member: NormalizedSchema): boolean {
  const { httpLabel, httpQuery } = member.getMergedTraits();
  return !httpLabel && httpQuery === undefined;
}

function parsed(body: string, service: ServiceName): [string, XmlElement] {
  try {
    const [entry] = Object.entries(parseXML(body) as Record<string, XmlElement>);
    if (entry) return entry;
  } catch (error) {
    // Whatever the parser stumbles upon, the document is to blame.
    throw badRequest(service, 'invalid', `Invalid XML ; ${error instanceof Error ? error.message : String(error)}`);
  }
  throw badRequest(service, 'invalid', 'Invalid XML ; it has no root element');
}
