import type { Caller } from './handler.ts';
import { ApiError } from './handler.ts';
import type { ServiceName } from './operations.ts';
import type { World } from './world.ts';

export interface Credentials {
  readonly accessKey: string;
  readonly sessionToken: string | undefined;
  readonly region: string;
}

/** The Region that requests of the APIs without Regions are signed for. */
export const globalRegion = 'us-east-1';

/** Who holds an access key: an account's root if it is the account's 12 digits, else the role session that it was made for. */
export function callerOf(world: World, service: ServiceName, { accessKey, sessionToken, region }: Credentials): Caller {
  if (service === 'route53' && region !== globalRegion) throw wrongScope(region);
  if (service !== 'sts' && !world.zones.has(region)) throw refusal(service, `the Region '${region}' does not exist`);
  if (/^\d{12}$/.test(accessKey)) return { world, account: accessKey, region, principal: `arn:aws:iam::${accessKey}:root` };
  const session = world.sessions.get(accessKey);
  if (!session || session.sessionToken !== sessionToken) throw refusal(service, 'the access key is unknown');
  if (session.expiresAt <= world.clock.now()) throw expired(service);
  return { world, account: session.account, region, principal: session.principal };
}

/** What a request without a signature is told. */
export function unsigned(service: ServiceName): ApiError {
  if (service === 'ec2') return refusal('ec2', 'the request is not signed');
  return new ApiError('MissingAuthenticationToken', 'Request is missing Authentication Token: it is not signed', 403);
}

/** What a request without credentials that we know is told. */
export function refusal(service: ServiceName, why: string): ApiError {
  if (service !== 'ec2') return new ApiError('InvalidClientTokenId', `The security token included in the request is invalid: ${why}`, 403);
  return new ApiError('AuthFailure', `AWS was not able to validate the provided access credentials: ${why}`, 401);
}

/** https://docs.aws.amazon.com/general/latest/gr/r53.html: Route 53 has one endpoint, whose Region in a signature is us-east-1. */
function wrongScope(region: string): ApiError {
  return new ApiError('SignatureDoesNotMatch', `Credential should be scoped to a valid region, not '${region}'.`, 403);
}

function expired(service: ServiceName): ApiError {
  if (service === 'ec2') return new ApiError('RequestExpired', 'Request has expired.');
  return new ApiError('ExpiredToken', 'The security token included in the request is expired', 403);
}
