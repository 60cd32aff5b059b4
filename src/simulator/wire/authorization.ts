import type { IncomingHttpHeaders } from 'node:http';
import { ApiError } from '../handler.ts';
import type { Credentials } from '../identity.ts';
import { refusal } from '../identity.ts';
import type { ServiceName } from '../operations.ts';
import { apiVersions } from './versions.ts';

const scope = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=[^,]+, ?Signature=[0-9a-f]+$/;

/** Who signed a request, for which API and Region. The signature itself is not verified: no account here has a secret. */
export function readAuthorization(headers: IncomingHttpHeaders): (Credentials & { readonly service: ServiceName }) | ApiError {
  const found = scope.exec(headers.authorization ?? '');
  if (!found) return refusal('ec2', 'the request is not signed');
  const [, accessKey = '', region = '', service = ''] = found;
  if (!isService(service)) return new ApiError('InvalidAction', `The simulator does not serve the API '${service}'.`);
  const sessionToken = headers['x-amz-security-token'];
  return { service, accessKey, region, sessionToken: typeof sessionToken === 'string' ? sessionToken : undefined };
}

function isService(name: string): name is ServiceName {
  return Object.hasOwn(apiVersions, name);
}
