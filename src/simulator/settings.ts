/** How the simulated AWS behaves. Durations are milliseconds on the world's clock. The defaults are AWS at its less kind. */
export interface Settings {
  readonly seed: number;
  /** Items a page where the model has a page token and the request names no size. */
  readonly pageSize: number;
  /** A page token is sometimes handed out with an empty page first, as AWS has done (hive 2661). */
  readonly emptyFirstPages: boolean;
  /** Reads by ID answer NotFound for this long after a create. */
  readonly createVisibleMs: number;
  /** Tag filters see tags only this long after they were set. */
  readonly tagFilterLagMs: number;
  readonly endpointPendingMs: number;
  /** How long a connection waits for acceptance before it is `expired`; 0 is for ever. AWS does not publish it. */
  readonly acceptanceTimeoutMs: number;
  readonly endpointModifyMs: number;
  readonly endpointDeletingMs: number;
  /** How long a `deleted` endpoint or service stays visible. */
  readonly tombstoneMs: number;
  readonly serviceDeletingMs: number;
  /** A new service is `Available` at once, yet refuses CreateVpcEndpoint with 503 for this long (aws-sdk 805). */
  readonly serviceUnreadyMs: number;
  /** A new connection reaches the provider's list after this long. */
  readonly connectionVisibleMs: number;
  readonly verificationMs: number;
  readonly loadBalancerProvisioningMs: number;
  readonly newZoneMs: number;
  readonly targetInitialMs: number;
  readonly targetDrainingMs: number;
  /** How long an instance is `pending`, `stopping` or `shutting-down`. */
  readonly instanceTransitionMs: number;
  /** The other spellings of NotFound codes (`InvalidVpcId.NotFound`), for AWS uses both. */
  readonly otherNotFoundCodes: boolean;
  /** Endpoint and connection states in mixed case, as real replies are. */
  readonly mixedCaseStates: boolean;
  /** PrivateLink's creates without a client token are refused, to catch clients that forget. Off by default: AWS accepts them. */
  readonly requireClientTokens: boolean;
  /** How long a client token is remembered; AWS does not publish it. */
  readonly clientTokenLifetimeMs: number;
  /** Interface and Gateway Load Balancer endpoints a VPC may have. */
  readonly endpointsPerVpc: number;
  /** How long a change of Route 53 is `PENDING`, and DNS answers as before. */
  readonly routeChangeMs: number;
  /** Lists of hosted zones show what has changed only after this long. */
  readonly hostedZoneListLagMs: number;
  /** How long a write of a hosted zone keeps the next one out. */
  readonly hostedZoneBusyMs: number;
  readonly hostedZonesPerAccount: number;
  readonly recordsPerZone: number;
  readonly vpcsPerZone: number;
  readonly authorizationsPerZone: number;
  /** Throttle buckets as published (aws-facts §6). */
  readonly throttling: boolean;
}

export const defaultSettings: Settings = {
  seed: 1,
  pageSize: 2,
  emptyFirstPages: true,
  createVisibleMs: 2_000,
  tagFilterLagMs: 10_000,
  endpointPendingMs: 60_000,
  acceptanceTimeoutMs: 0,
  endpointModifyMs: 30_000,
  endpointDeletingMs: 120_000,
  tombstoneMs: 60_000,
  serviceDeletingMs: 5_000,
  serviceUnreadyMs: 10_000,
  connectionVisibleMs: 5_000,
  verificationMs: 60_000,
  loadBalancerProvisioningMs: 120_000,
  newZoneMs: 120_000,
  targetInitialMs: 30_000,
  targetDrainingMs: 300_000,
  instanceTransitionMs: 10_000,
  otherNotFoundCodes: false,
  mixedCaseStates: true,
  requireClientTokens: false,
  clientTokenLifetimeMs: 86_400_000,
  endpointsPerVpc: 50,
  routeChangeMs: 30_000,
  hostedZoneListLagMs: 10_000,
  hostedZoneBusyMs: 40,
  hostedZonesPerAccount: 500,
  recordsPerZone: 10_000,
  vpcsPerZone: 300,
  authorizationsPerZone: 1000,
  throttling: true,
};
