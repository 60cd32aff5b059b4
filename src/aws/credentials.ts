import { STSClient } from '@aws-sdk/client-sts';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import type { Clock } from '../core/clock.ts';
import { AwsError, awsErrorOf } from './errors.ts';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}
export type CredentialSource = () => Promise<Credentials>;

export interface RoleOptions {
  readonly roleARN: string;
  readonly externalID: string | undefined;
  readonly region: string;
  readonly endpoint: string | undefined;
  readonly clock: Clock;
  /** The identity that assumes the role. */
  readonly own: CredentialSource;
}

/** Renewed so long before they end that no call under way meets the end. */
const margin = 5 * 60_000;

/** The operator's own identity by the default chain (environment, IRSA, Pod Identity, instance), asked once for all clients. */
export function ownCredentials(clock: Clock): CredentialSource {
  return remembered(fromNodeProviderChain(), clock);
}

/** The credentials of a role, assumed once for all clients and renewed before they end. A refusal names the role. */
export function roleCredentials({ roleARN, externalID, region, endpoint, clock, own }: RoleOptions): CredentialSource {
  const sts = new STSClient({ region, credentials: own, maxAttempts: 1, ...(endpoint === undefined ? {} : { endpoint }) });
  return remembered(async () => {
    try {
      const { Credentials: issued } = await sts.send(new AssumeRoleCommand({ RoleArn: roleARN, RoleSessionName: 'privatelink-operator', ...(externalID === undefined ? {} : { ExternalId: externalID }) }));
      if (issued?.AccessKeyId === undefined || issued.SecretAccessKey === undefined) throw new Error('AssumeRole answered no credentials');
      return {
        accessKeyId: issued.AccessKeyId,
        secretAccessKey: issued.SecretAccessKey,
        ...(issued.SessionToken === undefined ? {} : { sessionToken: issued.SessionToken }),
        ...(issued.Expiration === undefined ? {} : { expiration: issued.Expiration }),
      };
    } catch (error) {
      throw new AwsError(awsErrorOf(error, 'AssumeRole').failure, error);
    }
  }, clock);
}

/** Shares one answer, and one question under way, among all who ask. A failure is not remembered. */
function remembered(source: CredentialSource, clock: Clock): CredentialSource {
  let current: Credentials | undefined;
  let asking: Promise<Credentials> | undefined;
  return () => {
    const ends = current?.expiration?.getTime();
    if (current !== undefined && (ends === undefined || ends - clock.now() > margin)) return Promise.resolve(current);
    asking ??= source()
      .then((fresh) => {
        current = fresh;
        return fresh;
      })
      .finally(() => {
        asking = undefined;
      });
    return asking;
  };
}
