import { AssumeRoleCommand, type AssumeRoleCommandOutput } from '@aws-sdk/client-sts';
import type { Clock } from '../core/clock.ts';
import { type Access, accessKey } from './access.ts';
import type { CallOutcome } from './audit.ts';
import { withDeadline } from './deadline.ts';
import { AwsError, failureOf } from './errors.ts';
import type { Sender } from './sender.ts';

export interface Identity {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}
export type IdentityProvider = () => Promise<Identity>;

export interface Credentials {
  /** A provider for SDK clients: the same one for all of them that act under the same access. */
  provider(access: Access): IdentityProvider;
  /** AWS no longer takes what we hold: the next call asks for new ones. */
  expire(access: Access): void;
}

export interface CredentialsOptions {
  readonly clock: Clock;
  readonly own: IdentityProvider;
  readonly sts: Sender;
  readonly sessionName: string;
  readonly requestTimeout: number;
  readonly onCall: (call: { readonly call: string; readonly outcome: CallOutcome; readonly milliseconds: number }) => void;
}

/** New credentials are asked for this long before the old ones expire, and a refused role is not asked for again so soon. */
const early = 5 * 60_000;
const sessionSeconds = 3_600;
const refusalStands = 5_000;

interface Session {
  readonly identity: Promise<Identity>;
  /** Asked for again from then on; undefined while the answer is awaited. */
  staleAt: number | undefined;
}

export function createCredentials(options: CredentialsOptions): Credentials {
  const sessions = new Map<string, Session>();
  const assumed = (access: Access & { readonly roleARN: string }): Promise<Identity> => {
    const key = accessKey(access);
    const held = sessions.get(key);
    if (held !== undefined && (held.staleAt === undefined || options.clock.now() < held.staleAt)) return held.identity;
    const begun = options.clock.now();
    const session: Session = { identity: assume(options, access), staleAt: undefined };
    sessions.set(key, session);
    session.identity.then(
      () => {
        // By how long it was asked for, not by the date in the answer: the machine's time of day may be wrong.
        session.staleAt = begun + sessionSeconds * 1_000 - early;
      },
      () => {
        session.staleAt = options.clock.now() + refusalStands;
      },
    );
    return session.identity;
  };
  return {
    provider: ({ roleARN, externalID }) => {
      if (roleARN === undefined) return options.own;
      // The SDK remembers an identity by the machine's clock until it expires; a date in the past makes it ask us, who go by the operator's clock.
      return async () => ({ ...(await assumed({ roleARN, externalID })), expiration: new Date(0) });
    },
    expire: (access) => void sessions.delete(accessKey(access)),
  };
}

const action = 'AssumeRole';

async function assume(options: CredentialsOptions, access: Access & { readonly roleARN: string }): Promise<Identity> {
  const begun = options.clock.now();
  const ended = (outcome: CallOutcome): void => options.onCall({ call: action, outcome, milliseconds: options.clock.now() - begun });
  try {
    const identity = await askForRole(options, access);
    ended('ok');
    return identity;
  } catch (error) {
    const failure = failureOf(error, action);
    ended(failure.class);
    // A malformed role ARN is as much a refusal of the role; a throttle or an outage is none.
    const refused = failure.class !== 'throttled' && failure.class !== 'unknown';
    const message = `role ${access.roleARN} could not be assumed: ${failure.message}`;
    throw new AwsError({ ...failure, class: refused ? 'denied' : failure.class, message }, error);
  }
}

async function askForRole(
  { clock, sts, sessionName, requestTimeout }: CredentialsOptions,
  { roleARN, externalID }: Access & { readonly roleARN: string },
): Promise<Identity> {
  const command = new AssumeRoleCommand({
    RoleArn: roleARN,
    RoleSessionName: sessionName,
    DurationSeconds: sessionSeconds,
    ...(externalID === undefined ? {} : { ExternalId: externalID }),
  });
  const answer = await withDeadline(clock, requestTimeout, (abortSignal) => sts.send(command, { abortSignal }));
  // What AssumeRole answers.
  const { Credentials: given } = answer as AssumeRoleCommandOutput;
  if (given?.AccessKeyId === undefined || given.SecretAccessKey === undefined || given.Expiration === undefined)
    throw new Error('STS gave no credentials');
  return {
    accessKeyId: given.AccessKeyId,
    secretAccessKey: given.SecretAccessKey,
    expiration: given.Expiration,
    ...(given.SessionToken === undefined ? {} : { sessionToken: given.SessionToken }),
  };
}
