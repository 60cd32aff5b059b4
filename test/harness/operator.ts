import { KubeConfig } from '@kubernetes/client-node';
import { createAws } from '../../src/aws/clients.ts';
import type { Config } from '../../src/config.ts';
import type { Clock } from '../../src/core/clock.ts';
import type { AnyKind } from '../../src/engine/engine.ts';
import { startEngine } from '../../src/engine/start.ts';
import { kinds } from '../../src/kinds/index.ts';
import { createKubeClient, type KubeClient } from '../../src/kube/client.ts';
import { createTransport, type Transport } from '../../src/kube/transport.ts';
import { systemClock } from '../../src/system-clock.ts';
import type { Log } from '../../src/telemetry/log.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { selecting } from './selecting-transport.ts';

/** The operator in this process: all of it but `main.ts`. */
export interface TestOperator {
  readonly client: KubeClient;
  /** Log lines at warn and above. */
  readonly complaints: readonly { readonly fields: object; readonly message: string }[];
  /** AWS calls that are sent, or about to be, and not answered. */
  callsUnderWay(): number;
  load(): { readonly ready: number; readonly running: number };
  /** As SIGTERM: waits for the calls under way. */
  stop(): Promise<void>;
}

export interface TestOperatorOptions {
  readonly kubeconfig: string;
  /** The simulator's URL. */
  readonly endpoint: string;
  readonly clusterID: string;
  /** Its own, for objects that name none; eu-west-1 unless given. */
  readonly region?: string;
  readonly clock?: Clock;
  readonly periods?: Partial<Config['periods']>;
  readonly kinds?: readonly AnyKind[];
  readonly requestTimeout?: number;
  /**
   * The test whose objects it sees; undefined where the API server is its own. One that saw the objects of other tests would write their status
   * from its own AWS.
   */
  readonly test: string | undefined;
  /** Put round the wire to the API server. */
  readonly wrap?: (transport: Transport) => Transport;
}

/** The account that the operator itself runs in. */
export const operatorAccount = '333333333333';

export async function startTestOperator(options: TestOperatorOptions): Promise<TestOperator> {
  const operator = launchTestOperator(options);
  await operator.synced;
  return operator;
}

/** Does not wait until the stores are full, which they may never be. */
export function launchTestOperator(options: TestOperatorOptions): TestOperator & { readonly synced: Promise<void> } {
  const clock = options.clock ?? systemClock;
  const kubeconfig = new KubeConfig();
  kubeconfig.loadFromFile(options.kubeconfig);
  const whole = createTransport(kubeconfig);
  const wire = options.test === undefined ? whole : selecting(whole, options.test);
  const transport = options.wrap?.(wire) ?? wire;
  const client = createKubeClient(transport, clock);
  const complaints: { fields: object; message: string }[] = [];
  const complain = (fields: object, message: string): void => void complaints.push({ fields, message });
  const log: Log = { debug: () => undefined, info: () => undefined, warn: complain, error: complain };
  const config: Config = {
    clusterID: options.clusterID,
    region: options.region ?? 'eu-west-1',
    awsEndpoint: options.endpoint,
    awsEndpoints: {},
    periods: { listing: 1_000, rare: 2_000, pending: 200, grace: 5_000, ...options.periods },
    requestTimeout: options.requestTimeout ?? 5_000,
    workers: 8,
    healthPort: 0,
    healthHost: '127.0.0.1',
    logLevel: 'warn',
  };
  const credentials = async () => ({ accessKeyId: operatorAccount, secretAccessKey: 'secret' });
  const aws = createAws({
    clock,
    endpoint: options.endpoint,
    region: config.region,
    sessionName: options.clusterID,
    requestTimeout: config.requestTimeout,
    credentials,
  });
  const engine = startEngine({
    config,
    clock,
    random: Math.random,
    client,
    aws,
    kinds: options.kinds ?? kinds,
    log,
    metrics: createMetrics(),
    instance: 'test',
  });
  return {
    synced: engine.synced,
    client,
    complaints,
    callsUnderWay: aws.underWay,
    load: engine.load,
    stop: async () => {
      await engine.stop();
      aws.destroy();
      await transport.close();
    },
  };
}
