import type { Clock } from './clock.ts';
import type { Settings } from './settings.ts';
import type { HostedZone, RouteChange } from './world-dns.ts';

/**
 * The state behind every API: plain mutable records in maps keyed by ID or ARN, one set for the whole of AWS.
 * Each record names its account and Region; handlers filter by the caller's. Zones are kept by ID; names are
 * translated per account at the wire (`zoneName`), because AWS shuffles them.
 */
export interface World {
  readonly clock: Clock;
  readonly settings: Settings;
  readonly zones: Map<string, readonly string[]>; // Region → zone IDs
  readonly vpcs: Map<string, Vpc>;
  readonly subnets: Map<string, Subnet>;
  readonly securityGroups: Map<string, SecurityGroup>;
  readonly networkInterfaces: Map<string, NetworkInterface>;
  readonly instances: Map<string, Instance>;
  readonly loadBalancers: Map<string, LoadBalancer>; // by ARN
  readonly listeners: Map<string, Listener>; // by ARN
  readonly targetGroups: Map<string, TargetGroup>; // by ARN
  readonly endpointServices: Map<string, EndpointService>; // by service ID; AWS's own services are made on demand elsewhere
  readonly endpoints: Map<string, Endpoint>; // by endpoint ID
  readonly notifications: Map<string, Notification>;
  readonly roles: Map<string, Role>; // by ARN; a role that is not listed can be assumed by nobody
  readonly publicTxtRecords: Map<string, Set<string>>; // lower-case FQDN → values, the fake public DNS
  readonly hostedZones: Map<string, HostedZone>; // by ID, without `/hostedzone/`
  readonly routeChanges: Map<string, RouteChange>; // by ID, without `/change/`
  readonly callerReferences: Map<string, string>; // of Route 53, for ever: `account reference` → hosted zone ID
  readonly peerings: (readonly [string, string])[]; // VPC IDs: what can reach each other, by peering or a transit gateway
  readonly sessions: Map<string, Session>; // by access key ID, from AssumeRole
  readonly clientTokens: Map<string, ClientToken>; // by account, Region, action and token
  /** Seeded; the only source of chance. */
  random(): number;
  /** A fresh ID of AWS's shape: `newID('vpce')` is `vpce-` and 17 hex digits. */
  newID(prefix: string): string;
  /** The account's name for a zone ID, such as `eu-west-1c` for `euw1-az1`. */
  zoneName(account: string, zoneID: string): string;
  /** The zone ID behind an account's zone name, or undefined. */
  zoneID(account: string, zoneName: string): string | undefined;
  /**
   * Runs `change` once the clock has passed `milliseconds` from now. Nothing is a timer: whatever is due runs, in order
   * of time, before the next call is handled or the world is looked at (`settle`), so that a virtual clock is enough.
   */
  after(milliseconds: number, change: () => void): void;
  settle(): void;
}

export interface Owned {
  readonly account: string;
  readonly region: string;
  /** Tags as they are now; `taggedAt` is when they last changed, for filters that lag. */
  tags: Map<string, string>;
  taggedAt: number;
  readonly createdAt: number;
}
export interface Vpc extends Owned {
  readonly id: string;
  cidrs: string[];
  enableDnsSupport: boolean;
  enableDnsHostnames: boolean;
  isDefault: boolean;
}
export interface Subnet extends Owned {
  readonly id: string;
  readonly vpcID: string;
  readonly zoneID: string;
  readonly cidr: string;
  readonly usedAddresses: Set<string>;
  mapPublicAddressOnLaunch?: boolean;
}
export interface SecurityGroup extends Owned {
  readonly id: string;
  readonly vpcID: string;
  readonly name: string;
  readonly description: string;
  rules: SecurityGroupRule[];
}
export interface SecurityGroupRule {
  readonly id: string;
  readonly direction: 'ingress' | 'egress';
  readonly protocol: string; // "tcp" | "udp" | "icmp" | "icmpv6" | "-1"
  readonly fromPort: number; // -1 with protocol "-1"
  readonly toPort: number;
  /** An IPv4 or IPv6 range, or a group. */
  readonly source: { readonly cidr: string } | { readonly groupID: string };
  readonly description: string;
}
export interface NetworkInterface extends Owned {
  readonly id: string;
  readonly subnetID: string;
  readonly privateAddress: string;
  readonly kind: 'vpc_endpoint' | 'network_load_balancer' | 'interface';
  readonly requesterManaged: boolean;
  readonly description: string;
  securityGroupIDs: string[];
  instanceID: string | undefined;
  endpointID: string | undefined;
  loadBalancerARN: string | undefined;
}
export interface Instance extends Owned {
  readonly id: string;
  readonly subnetID: string;
  readonly privateAddress: string;
  state: 'pending' | 'running' | 'stopping' | 'stopped' | 'shutting-down' | 'terminated';
  readonly imageID?: string | undefined;
  readonly instanceType?: string | undefined;
  /** Ports that answer; a target on another port fails its health check. `all` answers everywhere. */
  listening: 'all' | Set<number>;
}
export interface LoadBalancer extends Owned {
  readonly arn: string;
  readonly name: string;
  readonly type: 'network' | 'gateway' | 'application';
  readonly scheme: 'internal' | 'internet-facing';
  readonly vpcID: string;
  readonly dnsName: string;
  ipAddressType: 'ipv4' | 'dualstack';
  state: 'provisioning' | 'active' | 'active_impaired' | 'failed';
  /** Zone ID → the zone's node. A zone just added is not `ready` until `settings.newZoneMs` have passed. */
  zones: Map<string, { readonly subnetID: string; readonly networkInterfaceID: string; ready: boolean }>;
  attributes: Map<string, string>;
  securityGroupIDs: string[];
  enforceInboundRulesOnPrivateLink: 'on' | 'off';
}
export interface Listener extends Owned {
  readonly arn: string;
  readonly loadBalancerARN: string;
  port: number;
  protocol: string;
  attributes: Map<string, string>;
  /** Forward actions; weights default to 1. */
  forwards: { readonly targetGroupARN: string; readonly weight: number }[];
}
export interface TargetGroup extends Owned {
  readonly arn: string;
  readonly name: string;
  readonly targetType: 'instance' | 'ip' | 'alb' | 'lambda';
  readonly protocol: string;
  readonly port: number;
  readonly vpcID: string;
  attributes: Map<string, string>;
  healthCheck: {
    protocol: string;
    port: string;
    enabled: boolean;
    intervalSeconds: number;
    timeoutSeconds: number;
    healthyThreshold: number;
    unhealthyThreshold: number;
    path: string | undefined;
  };
  targets: Map<string, Target>; // by `${id}:${port}`
}
export interface Target {
  readonly id: string;
  readonly port: number;
  /** As given at registration: a zone name, "all", or absent. */
  readonly zone: string | undefined;
  readonly registeredAt: number;
  drainingSince: number | undefined;
  /** Set by tests and by `listening`; health as seen through the API is derived from it. */
  healthy: boolean;
}
export interface EndpointService extends Owned {
  readonly id: string;
  readonly name: string;
  readonly type: 'Interface' | 'GatewayLoadBalancer';
  state: 'Pending' | 'Available' | 'Deleting' | 'Deleted' | 'Failed';
  loadBalancerARNs: string[];
  /** The zones that consumers may use. A snapshot of the load balancers' zones, taken anew only by a Modify (aws-facts §0.4). */
  zoneIDs: string[];
  acceptanceRequired: boolean;
  managesEndpoints: boolean;
  supportedIPAddressTypes: string[];
  supportedRegions: string[];
  payer: 'ServiceOwner' | undefined;
  permissions: Map<string, { readonly id: string; readonly tags: Map<string, string> }>; // principal → permission
  privateDNS:
    | {
        readonly name: string;
        state: 'pendingVerification' | 'verified' | 'failed';
        readonly recordName: string;
        readonly recordValue: string;
      }
    | undefined;
}
export interface Endpoint extends Owned {
  readonly id: string;
  readonly type: 'Interface' | 'Gateway' | 'GatewayLoadBalancer';
  readonly vpcID: string;
  readonly serviceName: string;
  readonly serviceRegion: string;
  /** Lower camel case, as on the wire. */
  state: 'pendingAcceptance' | 'pending' | 'available' | 'deleting' | 'deleted' | 'rejected' | 'failed' | 'expired' | 'partial';
  /** Subnet ID → its network interface, and the load balancer to which the interface is pinned for life. */
  subnets: Map<string, { readonly networkInterfaceID: string; readonly loadBalancerARN: string | undefined }>;
  securityGroupIDs: string[];
  routeTableIDs: string[];
  policy: string | undefined; // undefined is the default policy
  privateDNSEnabled: boolean;
  /** When the Modify that turned private DNS on is through. */
  privateDNSFrom?: number;
  ipAddressType: 'ipv4' | 'dualstack' | 'ipv6';
  dnsOptions: { recordIPType: string | undefined; onlyForInboundResolver: boolean | undefined };
  /** Eight random characters of the DNS names. */
  readonly dnsLabel: string;
  readonly requesterManaged: boolean;
  lastError: { readonly code: string; readonly message: string } | undefined;
  /** When it was first available; DNS names exist from then on. */
  establishedAt?: number;
  /** Who pays, where it is not the default; by scope. */
  payers?: Map<string, string>;
  /** While a Modify runs, another answers OperationInProgress. */
  modifyingUntil: number;
  /** The same endpoint as its provider knows it. */
  readonly connectionID: string;
  connectionTags: Map<string, string>;
  deletedAt: number | undefined;
}
export interface Notification extends Owned {
  readonly id: string;
  readonly serviceID: string | undefined;
  readonly endpointID: string | undefined;
  topicARN: string;
  events: string[];
}
export interface Role {
  readonly arn: string;
  readonly account: string;
  /** Required in AssumeRole when set. */
  readonly externalID: string | undefined;
  /** Who may assume it: account IDs. */
  readonly trustedAccounts: readonly string[];
  /** The longest session; an hour unless given, as in IAM. */
  readonly maxSessionSeconds?: number | undefined;
}
export interface Session {
  readonly account: string;
  readonly principal: string;
  readonly userID: string;
  readonly sessionToken: string;
  readonly expiresAt: number;
}
export interface ClientToken {
  /** The request's parameters in canonical form; the same token with others is refused. */
  readonly parameters: string;
  /** What the first call made, even after it was deleted. */
  readonly original: object;
  readonly usedAt: number;
}
