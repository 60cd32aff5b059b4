import type { IncomingHttpHeaders } from 'node:http';
import type { ServiceName } from '../operations.ts';
import type { Credentials } from '../identity.ts';
import type { FormNode } from './form.ts';
import { apiVersions } from './versions.ts';

/** Who signed a request, and for which API, which need not be one that is served. */
export interface Signed extends Credentials {
  readonly service: string;
}

const header = /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=[^,]+, ?Signature=[0-9a-f]+$/;
const scope = /^([^/]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request$/;

/**
 * Who signed a request, in its header or in its query, or undefined. The signature itself is not verified: no account here has
 * a secret.
 */
export function readAuthorization(headers: IncomingHttpHeaders, form: FormNode): Signed | undefined {
  const inQuery = (name: string): string | undefined => form.children.get(name)?.value;
  const credential = header.exec(headers.authorization ?? '')?.[1] ?? inQuery('X-Amz-Credential');
  const found = scope.exec(credential ?? '');
  if (!found) return undefined;
  const [, accessKey = '', region = '', service = ''] = found;
  const sessionToken = headers['x-amz-security-token'] ?? inQuery('X-Amz-Security-Token');
  return { service, accessKey, region, sessionToken: typeof sessionToken === 'string' ? sessionToken : undefined };
}

export function isServed(service: string): service is ServiceName {
  return Object.hasOwn(apiVersions, service);
}
