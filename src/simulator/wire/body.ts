import type { IncomingMessage } from 'node:http';

/** Far above what any call needs, in bytes. */
export const largestBody = 2 ** 20;

/** The form of a request, from its query and its body, of which clients use the one or the other; undefined if it is too large. */
export async function readForm(request: IncomingMessage): Promise<string | undefined> {
  const body = await readBody(request);
  const { url = '' } = request;
  const start = url.indexOf('?');
  return body === undefined || start < 0 ? body : `${url.slice(start + 1)}&${body}`;
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
