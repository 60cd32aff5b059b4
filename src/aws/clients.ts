import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { STSClient } from '@aws-sdk/client-sts';
import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import type { Clock } from '../core/clock.ts';
import { type Access, accessKey } from './access.ts';
import type { AuditEntry } from './audit.ts';
import { type Clients, createCaller, type ObservedCall, type Service } from './caller.ts';
import { createCredentials, type IdentityProvider } from './credentials.ts';
import { createLimiter } from './limiter.ts';
import type { Ports } from './ports.ts';

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

export interface Aws {
  /** The calls of one account role in one Region. `identity` names, for the audit, the Kubernetes object they are made for. */
  ports(access: Access, region: string, identity?: string): Ports;
  /** Calls that have had their turn and are not answered, those still asking for credentials among them. */
  underWay(): number;
  /** Closes every connection. */
  destroy(): void;
}

const defaults = { requestTimeout: 60_000, maxSockets: 64, userAgent: 'privatelink-operator' };
const unusedFor = 60 * 60_000;

/** AWS behind narrow ports: SDK clients pooled by account role and Region, which share connections, credentials and one limiter. */
export function createAws(options: AwsOptions): Aws {
  const { clock, audit, onCall } = options;
  const requestTimeout = options.requestTimeout ?? defaults.requestTimeout;
  const sockets = { keepAlive: true, maxSockets: options.maxSockets ?? defaults.maxSockets };
  const agents = { httpAgent: new HttpAgent(sockets), httpsAgent: new HttpsAgent(sockets) };
  const own = options.credentials ?? fromNodeProviderChain();
  const credentials = createCredentials({
    clock,
    own,
    sts: new STSClient(clientConfig(options, agents, { service: 'sts', region: options.region, credentials: own })),
    sessionName: sessionNameOf(options.sessionName),
    requestTimeout,
    onCall: (call) => onCall?.({ ...call, service: 'sts', region: options.region }),
  });
  const pool = new ClientPool(clock, (access, region) =>
    createClients((service) => clientConfig(options, agents, { service, region, credentials: credentials.provider(access) })),
  );
  const limiter = createLimiter(clock);
  let underWay = 0;
  const onSend = (): (() => void) => {
    underWay += 1;
    return () => (underWay -= 1);
  };
  return {
    ports: (access, region, identity) =>
      createCaller({
        access,
        region,
        identity,
        clock,
        credentials,
        limiter,
        requestTimeout,
        clients: () => pool.get(access, region),
        audit,
        onCall,
        onSend,
      }),
    underWay: () => underWay,
    destroy: () => {
      agents.httpAgent.destroy();
      agents.httpsAgent.destroy();
    },
  };
}

function createClients(configOf: (service: Service) => ReturnType<typeof clientConfig>): Clients {
  return {
    ec2: new EC2Client(configOf('ec2')),
    elb: new ElasticLoadBalancingV2Client(configOf('elb')),
    sts: new STSClient(configOf('sts')),
  };
}

interface ClientOf {
  readonly service: Service;
  readonly region: string;
  readonly credentials: IdentityProvider;
}

function clientConfig(
  options: AwsOptions,
  agents: { readonly httpAgent: HttpAgent; readonly httpsAgent: HttpsAgent },
  { service, region, credentials }: ClientOf,
) {
  const endpoint = options.endpoints?.[service] ?? options.endpoint;
  return {
    region,
    credentials,
    // The queue retries, by the operator's clock; the SDK would do so by its own, and a write unseen.
    maxAttempts: 1,
    retryMode: 'standard',
    requestHandler: agents,
    customUserAgent: options.userAgent ?? defaults.userAgent,
    ...(endpoint === undefined ? {} : { endpoint }),
  };
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
  return name
    .replace(/[^\w+=,.@-]/g, '-')
    .slice(0, 64)
    .padEnd(2, '-');
}
