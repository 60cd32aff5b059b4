import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** Far above what any call needs, in bytes. */
export const largestBody = 2 ** 20;

/** A request as it came over HTTP. */
export interface HttpRequest {
  readonly method: string;
  /** Still percent-encoded, without the query. */
  readonly path: string;
  /** Still percent-encoded, without the question mark. */
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  /** Undefined if it is too large. */
  readonly body: string | undefined;
}

export async function readHttpRequest(request: IncomingMessage): Promise<HttpRequest> {
  const { method = 'GET', url = '/', headers } = request;
  const [path = '/'] = url.split('?', 1);
  return { method, path, query: url.slice(path.length + 1), headers, body: await readBody(request) };
}

/** The form of a request of the query APIs, from its query and its body, of which clients use the one or the other. */
export function formText({ query, body = '' }: HttpRequest): string {
  return query === '' ? body : `${query}&${body}`;
}

/** Reads on to the end of a body that is too large: a client that still writes would not see the answer. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk as Uint8Array);
    length += bytes.length;
    if (length <= largestBody) chunks.push(bytes);
  }
  return length <= largestBody ? Buffer.concat(chunks).toString() : undefined;
}
