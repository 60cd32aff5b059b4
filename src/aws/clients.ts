import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { STSClient } from '@aws-sdk/client-sts';
import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { type Clock, withTimeout } from '../core/clock.ts';
import { type Access, accessKey } from './access.ts';
import type { AuditEntry, CallOutcome } from './audit.ts';
import { createCaller } from './caller.ts';
import type { calls } from './calls.ts';
import { createCredentials, type IdentityProvider } from './credentials.ts';
import { failureOf } from './errors.ts';
import { createLimiter } from './limiter.ts';
import type { Ports } from './ports.ts';

export type Service = (typeof calls)[keyof typeof calls]['service'];

export interface AwsOptions {
  readonly clock: Clock;
  /** Where the operator's own identity asks STS for roles. */
  readonly region: string;
  /** `RoleSessionName`; characters that STS refuses are replaced. */
  readonly sessionName: string;
  /** Replaces AWS's own endpoints: from operator settings only, never from an object. One service's goes before the one for all. */
  readonly endpoint?: string | undefined;
  readonly endpoints?: Readonly<Partial<Record<Service, string>>>;
  /** The operator's own identity; the SDK's default chain unless given. */
  readonly credentials?: IdentityProvider;
  /** In milliseconds, from sending to the last byte of the reply. */
  readonly requestTimeout?: number;
  readonly maxSockets?: number;
  readonly userAgent?: string;
  readonly audit?: (entry: AuditEntry) => void;
  readonly onCall?: (call: ObservedCall) => void;
}

export interface ObservedCall {
  /** The API action, such as `CreateVpcEndpoint`. */
  readonly call: string;
  readonly service: Service;
  readonly region: string;
  readonly outcome: CallOutcome;
  readonly milliseconds: number;
}

export interface Aws {
  /** The calls of one account role in one Region. `identity` names, for the audit, the Kubernetes object they are made for. */
  ports(access: Access, region: string, identity?: string): Ports;
  /** Closes every connection. */
  destroy(): void;
}

export interface Clients {
  readonly ec2: EC2Client;
  readonly elb: ElasticLoadBalancingV2Client;
  readonly sts: STSClient;
}

const defaults = { requestTimeout: 60_000, maxSockets: 64, userAgent: 'privatelink-operator' };
const unusedFor = 60 * 60_000;

/** AWS behind narrow ports: SDK clients pooled by account role and Region, which share connections, credentials and one limiter. */
export function createAws(options: AwsOptions): Aws {
  const settings = { ...defaults, ...definedOnly(options) };
  const { clock, requestTimeout: milliseconds } = settings;
  const agents = {
    httpAgent: new HttpAgent({ keepAlive: true, maxSockets: settings.maxSockets }),
    httpsAgent: new HttpsAgent({ keepAlive: true, maxSockets: settings.maxSockets }),
  };
  const configure = (service: Service, region: string, credentials: IdentityProvider) => {
    const endpoint = options.endpoints?.[service] ?? options.endpoint;
    return {
      region,
      credentials,
      // The queue retries, by the operator's clock; the SDK would do so by its own, and a write unseen.
      maxAttempts: 1,
      retryMode: 'standard',
      requestHandler: agents,
      customUserAgent: settings.userAgent,
      ...(endpoint === undefined ? {} : { endpoint }),
    };
  };
  const own = options.credentials ?? fromNodeProviderChain();
  const credentials = createCredentials({
    clock,
    own,
    sts: new STSClient(configure('sts', options.region, own)),
    sessionName: sessionNameOf(options.sessionName),
    send: async (call, send) => {
      const begun = clock.now();
      const observe = (outcome: CallOutcome): void => options.onCall?.({ call, service: 'sts', region: options.region, outcome, milliseconds: clock.now() - begun });
      try {
        const answer = await withTimeout(clock, { milliseconds }, (signal) => abortable(signal, send(signal)));
        observe('ok');
        return answer;
      } catch (error) {
        observe(failureOf(error, call).class);
        throw error;
      }
    },
  });
  const pool = new ClientPool(clock, (access, region) => {
    const provider = credentials.provider(access);
    return {
      ec2: new EC2Client(configure('ec2', region, provider)),
      elb: new ElasticLoadBalancingV2Client(configure('elb', region, provider)),
      sts: new STSClient(configure('sts', region, provider)),
    };
  });
  const limiter = createLimiter(clock);
  return {
    ports: (access, region, identity) =>
      createCaller({ access, region, identity, clock, credentials, limiter, requestTimeout: milliseconds, clients: () => pool.get(access, region), audit: options.audit, onCall: options.onCall }),
    destroy: () => {
      agents.httpAgent.destroy();
      agents.httpsAgent.destroy();
    },
  };
}

/** Rejects as soon as the signal aborts, even where the work takes no notice of it, as in finding credentials. */
export function abortable<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return Promise.race([
    work,
    new Promise<never>((_resolve, reject) => {
      const give = (): void => reject(signal.reason as Error);
      if (signal.aborted) give();
      else signal.addEventListener('abort', give, { once: true });
    }),
  ]);
}

/** Clients that nobody has used for an hour are dropped; they own nothing, since connections belong to the shared agents. */
class ClientPool {
  readonly #clock: Clock;
  readonly #create: (access: Access, region: string) => Clients;
  readonly #pooled = new Map<string, { readonly clients: Clients; usedAt: number }>();

  constructor(clock: Clock, create: (access: Access, region: string) => Clients) {
    this.#clock = clock;
    this.#create = create;
  }

  get(access: Access, region: string): Clients {
    const key = `${accessKey(access)} ${region}`;
    const now = this.#clock.now();
    const held = this.#pooled.get(key);
    if (held !== undefined) {
      held.usedAt = now;
      return held.clients;
    }
    for (const [other, { usedAt }] of this.#pooled) if (now - usedAt > unusedFor) this.#pooled.delete(other);
    const clients = this.#create(access, region);
    this.#pooled.set(key, { clients, usedAt: now });
    return clients;
  }
}

/** STS takes 2 to 64 characters of `[\w+=,.@-]`. */
function sessionNameOf(name: string): string {
  return name.replace(/[^\w+=,.@-]/g, '-').slice(0, 64).padEnd(2, '-');
}

function definedOnly({ requestTimeout, maxSockets, userAgent, clock }: AwsOptions): Partial<typeof defaults> & { readonly clock: Clock } {
  return { clock, ...(requestTimeout && { requestTimeout }), ...(maxSockets && { maxSockets }), ...(userAgent && { userAgent }) };
}
