/** AWS in minutes is the demo's in moments; what depends on them is the same. */
export const hurried = {
  endpointPendingMs: 1_000,
  endpointModifyMs: 500,
  endpointDeletingMs: 1_500,
  createVisibleMs: 300,
  tagFilterLagMs: 500,
  tombstoneMs: 1_500,
  serviceDeletingMs: 500,
  serviceUnreadyMs: 500,
  connectionVisibleMs: 300,
  targetInitialMs: 300,
  targetDrainingMs: 500,
  routeChangeMs: 1_000,
  hostedZoneListLagMs: 500,
};

/** The worlds of the demo have nothing in it but trust it. */
export const operatorAccount = '333333333333';

/** A machine's own AWS configuration has no place in the demo. */
const noAwsFiles = { AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' };

/** Takes a person's own AWS settings out of this process's environment. */
export function forgetOwnAws(env: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(env)) if (name.startsWith('AWS_')) delete env[name];
  Object.assign(env, noAwsFiles);
}

/** The whole environment of the operator but for its PATH. */
export function operatorEnvironment(kubeconfig: string, awsEndpoint: string): Readonly<Record<string, string>> {
  return {
    ...noAwsFiles,
    KUBECONFIG: kubeconfig,
    CLUSTER_ID: 'demo',
    AWS_REGION: 'eu-west-1',
    AWS_ENDPOINT_URL: awsEndpoint,
    AWS_ACCESS_KEY_ID: operatorAccount,
    AWS_SECRET_ACCESS_KEY: 'none',
    LIST_PERIOD_MS: '1000',
    RARE_PERIOD_MS: '2000',
    PENDING_PERIOD_MS: '300',
    VISIBILITY_GRACE_MS: '3000',
    HEALTH_HOST: '127.0.0.1',
    HEALTH_PORT: '0',
  };
}
