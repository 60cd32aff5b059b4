import type { IncomingHttpHeaders } from 'node:http';
import type { ApiError } from '../handler.ts';
import { escapeText } from './text.ts';

/**
 * A refusal for a client of an API that is not served, so that it can read it: JSON where it wrote JSON, S3's XML, else the XML
 * of the query APIs, which Route 53 shares. The code is in a header too, for the JSON APIs without a content type.
 */
export function writeForeignError(
  service: string,
  error: ApiError,
  headers: IncomingHttpHeaders,
): { readonly type: string; readonly body: string } {
  const { code, message } = error;
  const given = headers['content-type'] ?? '';
  if (given.includes('json')) return { type: given, body: JSON.stringify({ __type: code, message }) };
  const detail = `<Error><Code>${escapeText(code)}</Code><Message>${escapeText(message)}</Message></Error>`;
  const body = service === 's3' ? detail : `<ErrorResponse>${detail}</ErrorResponse>`;
  return { type: 'text/xml', body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}` };
}
