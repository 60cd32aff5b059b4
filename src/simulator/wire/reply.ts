import { XmlShapeSerializer } from '@aws-sdk/core/protocols';
import { NormalizedSchema } from '@smithy/core/schema';
import type { ApiError } from '../handler.ts';
import type { Operation, ServiceName } from '../operations.ts';
import { namespaces } from './namespaces.ts';
import { escapeText } from './text.ts';

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** A success as it goes over HTTP. */
export interface Written {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A result as its API writes it. */
export function writeReply(operation: Operation, result: object, requestID: string): Written {
  if (operation.service === 'route53') return writeRest(operation, result);
  return { status: 200, headers: {}, body: writeQueryReply(operation, result, requestID) };
}

/** EC2 puts the members straight into `<ActionResponse>`, the others wrap them once more. */
function writeQueryReply(operation: Operation, result: object, requestID: string): string {
  const { service, action } = operation;
  const members = writeMembers(operation, result);
  const open = `${declaration}<${action}Response xmlns="${namespaces[service]}">`;
  if (service === 'ec2') return `${open}<requestId>${requestID}</requestId>${members}</${action}Response>`;
  const wrapped = `<${action}Result>${members}</${action}Result>`;
  return `${open}${wrapped}<ResponseMetadata><RequestId>${requestID}</RequestId></ResponseMetadata></${action}Response>`;
}

/** The status is the operation's, and some members are headers. */
function writeRest(operation: Operation, result: object): Written {
  // The SDK's type of traits says nothing of what a REST operation's hold.
  const { http } = operation.schema[3] as unknown as { readonly http: readonly [string, string, number] };
  const headers: Record<string, string> = {};
  const members: Record<string, unknown> = { ...result };
  for (const [name, member] of NormalizedSchema.of(operation.schema[5]).structIterator()) {
    const { httpHeader } = member.getMergedTraits();
    const value = members[name];
    if (httpHeader === undefined || typeof value !== 'string') continue;
    headers[String(httpHeader)] = value;
    delete members[name];
  }
  const root = `${operation.action}Response`;
  const body = `${declaration}<${root} xmlns="${namespaces[operation.service]}">${writeMembers(operation, members)}</${root}>`;
  return { status: http[2], headers, body };
}

function writeMembers(operation: Operation, result: object): string {
  const schema = NormalizedSchema.of(operation.schema[5]);
  if (schema.isUnitSchema()) return '';
  const serializer = new XmlShapeSerializer({
    timestampFormat: { useTrait: true, default: 5 },
    xmlNamespace: '',
    serviceNamespace: operation.schema[1],
  });
  serializer.write(schema, result);
  const text = String(serializer.flush());
  // The root is named after the output shape; an empty one is a single closed tag.
  const start = text.indexOf('>') + 1;
  return text.endsWith('/>') && start === text.length ? '' : text.slice(start, text.lastIndexOf('</'));
}

export function writeError(service: ServiceName, error: ApiError, requestID: string): string {
  const code = `<Code>${escapeText(error.code)}</Code>`;
  const message = `<Message>${escapeText(error.message)}</Message>`;
  if (service === 'ec2') {
    return `${declaration}<Response><Errors><Error>${code}${message}</Error></Errors><RequestID>${requestID}</RequestID></Response>`;
  }
  const type = error.status >= 500 ? 'Receiver' : 'Sender';
  const body = `<Error><Type>${type}</Type>${code}${message}</Error><RequestId>${requestID}</RequestId>`;
  return `${declaration}<ErrorResponse xmlns="${namespaces[service]}">${body}</ErrorResponse>`;
}
