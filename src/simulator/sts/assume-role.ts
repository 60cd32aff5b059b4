import type { AssumeRoleRequest, AssumeRoleResponse } from '@aws-sdk/client-sts';
import { createHash } from 'node:crypto';
import type { Caller } from '../handler.ts';
import { ApiError } from '../handler.ts';
import type { Checked } from '../operations.ts';
import { randomHex } from '../random.ts';
import type { Role, Session } from '../world.ts';

const defaultSeconds = 3600;
/** The longest session of a role that a role assumes, whatever the role itself allows. */
const chainedSeconds = 3600;
const roleARN = /^arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/;

/** Hands out keys that carry the role's account. A role that is unknown, or that trusts others only, is denied alike, as in AWS. */
export function assumeRole(input: Checked<AssumeRoleRequest>, caller: Caller): AssumeRoleResponse {
  const seconds = input.DurationSeconds ?? defaultSeconds;
  if (seconds < 900 || seconds > 43_200) {
    throw new ApiError('ValidationError', `Value '${seconds}' at 'durationSeconds' failed to satisfy constraint: between 900 and 43200`);
  }
  if (!/^[\w+=,.@-]{2,64}$/.test(input.RoleSessionName)) {
    throw new ApiError(
      'ValidationError',
      `Value '${input.RoleSessionName}' at 'roleSessionName' failed to satisfy constraint: [\\w+=,.@-]{2,64}`,
    );
  }
  if (!roleARN.test(input.RoleArn)) throw new ApiError('ValidationError', `${input.RoleArn} is invalid`);
  const role = trustingRole(input, caller);
  checkLongest(seconds, role, caller);
  const { accessKey, session } = newSession(role, input.RoleSessionName, { caller, seconds });
  caller.world.sessions.set(accessKey, session);
  return {
    Credentials: {
      AccessKeyId: accessKey,
      SecretAccessKey: randomHex(40, caller.world.random),
      SessionToken: session.sessionToken,
      Expiration: new Date(session.expiresAt),
    },
    AssumedRoleUser: { Arn: session.principal, AssumedRoleId: session.userID },
  };
}

function trustingRole({ RoleArn, ExternalId }: Checked<AssumeRoleRequest>, { world, account, principal }: Caller): Role {
  const role = world.roles.get(RoleArn);
  if (role?.trustedAccounts.includes(account) && (role.externalID === undefined || role.externalID === ExternalId)) return role;
  const message = `User: ${principal} is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`;
  throw new ApiError('AccessDenied', message, 403);
}

function checkLongest(seconds: number, { maxSessionSeconds = defaultSeconds }: Role, { principal }: Caller): void {
  if (principal.includes(':assumed-role/') && seconds > chainedSeconds) {
    const message = 'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining';
    throw new ApiError('ValidationError', message);
  }
  if (seconds > maxSessionSeconds) {
    throw new ApiError('ValidationError', 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
  }
}

/** The unique ID that IAM gave the role; all of its sessions begin with it. */
function roleID({ arn }: Role): string {
  return `AROA${createHash('sha256').update(arn).digest('hex').slice(0, 17).toUpperCase()}`;
}

function newSession(role: Role, name: string, { caller, seconds }: { readonly caller: Caller; readonly seconds: number }) {
  const { random, clock } = caller.world;
  const roleName = role.arn.slice(role.arn.lastIndexOf('/') + 1);
  const session: Session = {
    account: role.account,
    principal: `arn:aws:sts::${role.account}:assumed-role/${roleName}/${name}`,
    userID: `${roleID(role)}:${name}`,
    sessionToken: randomHex(64, random),
    expiresAt: clock.now() + seconds * 1000,
  };
  return { accessKey: `ASIA${randomHex(16, random).toUpperCase()}`, session };
}
