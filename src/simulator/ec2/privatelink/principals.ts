import type { Caller } from '../../handler.ts';
import { ApiError } from '../../handler.ts';
import type { EndpointService } from '../../world.ts';

export type PrincipalType = 'All' | 'Account' | 'User' | 'Role';

const principal = /^arn:aws[\w-]*:iam::\d{12}:(root|user\/[\w+=,.@-]+|role\/[\w+=,.@-]+)$/;

/** What kind of principal this is, or AWS's refusal: everyone, an account, a user or a role, and none with an IAM path. */
export function principalType(text: string): PrincipalType {
  if (text === '*') return 'All';
  const found = principal.exec(text)?.[1];
  if (found === undefined) throw new ApiError('InvalidPrincipal', `Invalid Principal: '${text}'`);
  if (found === 'root') return 'Account';
  return found.startsWith('user/') ? 'User' : 'Role';
}

/** Whether the caller may see and use the service. The owner's own account needs no entry. */
export function isPermitted(service: Pick<EndpointService, 'account' | 'permissions'>, caller: Caller): boolean {
  if (service.account === caller.account) return true;
  return [...service.permissions.keys()].some((allowed) => admits(allowed, caller));
}

function admits(allowed: string, { account, principal: own }: Caller): boolean {
  return allowed === '*' || allowed === `arn:aws:iam::${account}:root` || allowed === own || allowed === roleOfSession(own);
}

/** `arn:aws:sts::1:assumed-role/name/session` acts with the permissions of `arn:aws:iam::1:role/name`. */
function roleOfSession(arn: string): string | undefined {
  const found = /^arn:(aws[\w-]*):sts::(\d{12}):assumed-role\/([^/]+)\/[^/]+$/.exec(arn);
  return found ? `arn:${found[1]}:iam::${found[2]}:role/${found[3]}` : undefined;
}
