import { EC2 } from '@aws-sdk/client-ec2';
import { Route53 } from '@aws-sdk/client-route-53';
import { STS } from '@aws-sdk/client-sts';
import type { Simulator } from '../../../src/simulator/index.ts';
import { startSimulator } from '../../../src/simulator/index.ts';
import type { Settings } from '../../../src/simulator/settings.ts';
import type { VirtualClock } from './virtual-clock.ts';
import { virtualClock } from './virtual-clock.ts';

export const region = 'eu-west-1';
export const consumer = '111111111111';
export const provider = '222222222222';
export const stranger = '333333333333';

export interface Simulation extends AsyncDisposable {
  readonly simulator: Simulator;
  readonly clock: VirtualClock;
  ec2(account: string, options?: { readonly region?: string; readonly credentials?: Keys }): EC2;
  route53(account: string): Route53;
  sts(account: string, credentials?: Keys): STS;
}
export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** AWS without its delays and tricks, for tests of something else. */
export const calm: Partial<Settings> = {
  createVisibleMs: 0,
  tagFilterLagMs: 0,
  serviceUnreadyMs: 0,
  connectionVisibleMs: 0,
  hostedZoneListLagMs: 0,
  hostedZoneBusyMs: 0,
  emptyFirstPages: false,
  mixedCaseStates: false,
  throttling: false,
  pageSize: 1000,
};

/** A simulator on a virtual clock, with clients that do not retry. */
export async function simulation(settings: Partial<Settings> = calm): Promise<Simulation> {
  const clock = virtualClock();
  const simulator = await startSimulator({ settings, clock });
  const clients: { destroy(): void }[] = [];
  const options = (account: string) => ({
    endpoint: simulator.url,
    region,
    maxAttempts: 1,
    credentials: { accessKeyId: account, secretAccessKey: 'not checked' },
  });
  const track = <Client extends { destroy(): void }>(client: Client): Client => {
    clients.push(client);
    return client;
  };
  return {
    simulator,
    clock,
    ec2: (account, given = {}) => track(new EC2({ ...options(account), ...given })),
    route53: (account) => track(new Route53({ ...options(account), region: 'us-east-1' })),
    sts: (account, credentials) => track(new STS({ ...options(account), ...(credentials ? { credentials } : {}) })),
    async [Symbol.asyncDispose]() {
      for (const client of clients) client.destroy();
      await simulator.close();
    },
  };
}

/** The code and message of a refusal; fails if the call succeeds. */
export async function refusal(call: Promise<unknown>): Promise<{ code: string; message: string; status: number | undefined }> {
  const result = await call.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ('value' in result) throw new Error(`the call succeeded: ${JSON.stringify(result.value)}`);
  const { error } = result;
  if (!(error instanceof Error)) throw new Error('the call was rejected with something else than an error');
  const metadata = '$metadata' in error ? (error.$metadata as { httpStatusCode?: number }) : {};
  return { code: error.name, message: error.message, status: metadata.httpStatusCode };
}
