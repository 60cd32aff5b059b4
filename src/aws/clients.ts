import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { Route53Client } from '@aws-sdk/client-route-53';
import { STSClient } from '@aws-sdk/client-sts';
import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import type { Clock } from '../core/clock.ts';
import { type Access, accessKey } from './access.ts';
import type { AuditEntry } from './audit.ts';
import { type Clients, createCaller, type ObservedCall } from './caller.ts';
import { createCredentials, type IdentityProvider } from './credentials.ts';
import { createLimiter } from './limiter.ts';
import type { Ports } from './ports.ts';
import { route53Region } from './route53-calls.ts';
import type { Connect, ConnectionOf, Sender, Service } from './sender.ts';
import { createTurns } from './turns.ts';

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
  /** The SDK's own clients unless given. */
  readonly connect?: Connect;
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
/**
 * Route 53 refuses a write to a zone that is still busy with the one before, though that was answered (`PriorRequestNotComplete`). AWS publishes no
 * time; this keeps a zone below twice the rate that its account's bucket lets through for long.
 */
const betweenZoneWrites = 50;

/** AWS behind narrow ports: SDK clients pooled by account role and Region, which share connections, credentials and one limiter. */
export function createAws(options: AwsOptions): Aws {
  const { clock, audit, onCall } = options;
  const requestTimeout = options.requestTimeout ?? defaults.requestTimeout;
  const sockets = { keepAlive: true, maxSockets: options.maxSockets ?? defaults.maxSockets };
  const agents = { httpAgent: new HttpAgent(sockets), httpsAgent: new HttpsAgent(sockets) };
  const connect = options.connect ?? ((connection) => sdkClient(clientConfig(options, agents, connection), connection.service));
  const own = options.credentials ?? fromNodeProviderChain();
  const credentials = createCredentials({
    clock,
    own,
    sts: connect({ service: 'sts', region: options.region, credentials: own }),
    sessionName: sessionNameOf(options.sessionName),
    requestTimeout,
    onCall: (call) => onCall?.({ ...call, service: 'sts', region: options.region }),
  });
  const pool = new ClientPool(clock, (access, region) => {
    const client = (service: Service): Sender =>
      connect({ service, region: service === 'route53' ? route53Region(region) : region, credentials: credentials.provider(access) });
    return { ec2: client('ec2'), elb: client('elb'), route53: client('route53'), sts: client('sts') };
  });
  const limiter = createLimiter(clock);
  const zones = createTurns(clock, betweenZoneWrites);
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
        zones,
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

/** Each command is sent to its own service's client, so the SDK's types hold; TypeScript cannot follow them through the table. */
function sdkClient(config: ReturnType<typeof clientConfig>, service: Service): Sender {
  const clients = { ec2: EC2Client, elb: ElasticLoadBalancingV2Client, route53: Route53Client, sts: STSClient };
  return new clients[service](config) as unknown as Sender;
}

function clientConfig(
  options: AwsOptions,
  agents: { readonly httpAgent: HttpAgent; readonly httpsAgent: HttpsAgent },
  { service, region, credentials }: ConnectionOf,
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
