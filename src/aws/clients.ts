import { EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { STSClient } from '@aws-sdk/client-sts';
import { type Clock, withTimeout } from '../core/clock.ts';
import { calls } from './calls.ts';
import { type CredentialSource, ownCredentials, roleCredentials } from './credentials.ts';
import { type AwsError, awsErrorOf } from './errors.ts';
import { createLimiter, type Limiter } from './limiter.ts';
import type { CallName, Ports } from './ports.ts';

export interface AwsOptions {
  readonly clock: Clock;
  /** Replaces AWS's own endpoints; an operator setting, never a tenant's. */
  readonly endpoint: string | undefined;
  /** Where roles are assumed. */
  readonly region: string;
  /** After which a call counts as unanswered, in milliseconds. */
  readonly requestTimeout: number;
  /** Told of every call that has ended. */
  readonly onCall: (ended: EndedCall) => void;
}

/** For metrics, and for the audit line that every write leaves. Holds no credentials. */
export interface EndedCall {
  readonly action: string;
  readonly effect: 'read' | 'write';
  readonly region: string;
  readonly roleARN: string | undefined;
  readonly input: object;
  readonly outcome: 'ok' | string;
  readonly error: AwsError | undefined;
  readonly requestID: string | undefined;
  readonly milliseconds: number;
}

export interface Role {
  readonly roleARN: string | undefined;
  readonly externalID: string | undefined;
}

export interface Aws {
  /** The calls, as one role in one Region; the same ports for the same question. */
  ports(role: Role, region: string): Ports;
  close(): void;
}

/** Connections of one client; a fleet's listing and its writes fit well. */
const sockets = 8;

export function createAws(options: AwsOptions): Aws {
  const own = ownCredentials(options.clock);
  const credentials = new Map<string, CredentialSource>();
  const known = new Map<string, Caller>();
  const credentialsOf = (role: Role): CredentialSource => {
    if (role.roleARN === undefined) return own;
    const key = `${role.roleARN}\n${role.externalID ?? ''}`;
    const found = credentials.get(key) ?? roleCredentials({ ...role, roleARN: role.roleARN, region: options.region, endpoint: options.endpoint, clock: options.clock, own });
    credentials.set(key, found);
    return found;
  };
  return {
    ports: (role, region) => {
      const key = `${role.roleARN ?? ''}\n${role.externalID ?? ''}\n${region}`;
      const caller = known.get(key) ?? new Caller(options, { role, region, credentials: credentialsOf(role) });
      known.set(key, caller);
      return caller.ports;
    },
    close: () => {
      for (const caller of known.values()) caller.close();
    },
  };
}

interface Identity {
  readonly role: Role;
  readonly region: string;
  readonly credentials: CredentialSource;
}

type AnyClient = { send(command: object, options: { readonly abortSignal: AbortSignal }): Promise<{ readonly $metadata: { readonly requestId?: string } }> };

/** The three clients of one role in one Region, with one limiter an action. The SDK retries nothing: the queue does. */
class Caller {
  readonly ports: Ports;
  readonly #options: AwsOptions;
  readonly #identity: Identity;
  readonly #clients: { readonly ec2: EC2Client; readonly elb: ElasticLoadBalancingV2Client; readonly sts: STSClient };
  readonly #limiters = new Map<CallName, Limiter>();

  constructor(options: AwsOptions, identity: Identity) {
    this.#options = options;
    this.#identity = identity;
    const config = {
      region: identity.region,
      credentials: identity.credentials,
      maxAttempts: 1,
      customUserAgent: 'privatelink-operator',
      requestHandler: { httpsAgent: { maxSockets: sockets, keepAlive: true }, httpAgent: { maxSockets: sockets, keepAlive: true } },
      ...(options.endpoint === undefined ? {} : { endpoint: options.endpoint }),
    };
    this.#clients = { ec2: new EC2Client(config), elb: new ElasticLoadBalancingV2Client(config), sts: new STSClient(config) };
    this.ports = Object.fromEntries((Object.keys(calls) as CallName[]).map((name) => [name, (input: object) => this.#call(name, input)])) as unknown as Ports;
  }

  close(): void {
    for (const client of Object.values(this.#clients)) client.destroy();
  }

  async #call(name: CallName, input: object): Promise<object> {
    const { clock, requestTimeout } = this.#options;
    const call = calls[name];
    const action = actionOf(name);
    const begun = clock.now();
    try {
      await this.#limiter(name).take();
      // The table pairs each command with the client of its service, which the compiler cannot see across the union.
      const client = this.#clients[call.service] as unknown as AnyClient;
      const command = new (call.command as unknown as new (input: object) => object)(input);
      const { $metadata, ...output } = await withTimeout(clock, { milliseconds: requestTimeout }, (abortSignal) => client.send(command, { abortSignal }));
      this.#ended(name, { input, begun, error: undefined, requestID: $metadata.requestId });
      return output;
    } catch (thrown) {
      const error = awsErrorOf(thrown, action);
      if (error.failure.class === 'throttled') this.#limiter(name).throttled();
      this.#ended(name, { input, begun, error, requestID: (thrown as { readonly $metadata?: { readonly requestId?: string } }).$metadata?.requestId });
      throw error;
    }
  }

  #limiter(name: CallName): Limiter {
    const limiter = this.#limiters.get(name) ?? createLimiter(calls[name].bucket, this.#options.clock);
    this.#limiters.set(name, limiter);
    return limiter;
  }

  #ended(name: CallName, { input, begun, error, requestID }: { readonly input: object; readonly begun: number; readonly error: AwsError | undefined; readonly requestID: string | undefined }): void {
    const { clock, onCall } = this.#options;
    const { region, role } = this.#identity;
    const outcome = error === undefined ? 'ok' : error.failure.class;
    onCall({ action: actionOf(name), effect: calls[name].effect, region, roleARN: role.roleARN, input, outcome, error, requestID, milliseconds: clock.now() - begun });
  }
}

/** The API's name of a call, such as `CreateVpcEndpoint`. */
export function actionOf(name: CallName): string {
  return calls[name].command.name.replace(/Command$/, '');
}
