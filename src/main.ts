import { hostname } from 'node:os';
import { KubeConfig } from '@kubernetes/client-node';
import { createAws } from './aws/clients.ts';
import { type Config, readConfig } from './config.ts';
import { startEngine } from './engine/start.ts';
import { ensureHome } from './home.ts';
import { kinds } from './kinds/index.ts';
import { createKubeClient } from './kube/client.ts';
import { createTransport } from './kube/transport.ts';
import { systemClock } from './system-clock.ts';
import { serveHealth } from './telemetry/health.ts';
import { createLog, type Log } from './telemetry/log.ts';
import { createMetrics } from './telemetry/metrics.ts';

/** A watch that has been silent for so long is dead: the liveness probe then restarts the process. */
const deadAfter = 10 * 60_000;

ensureHome(process.env);
await run(settings());

function settings(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(2);
  }
}

async function run(config: Config): Promise<void> {
  const log = createLog(config.logLevel);
  const metrics = createMetrics();
  const kubeconfig = new KubeConfig();
  kubeconfig.loadFromDefault();
  const transport = createTransport(kubeconfig);
  const aws = createAws({
    clock: systemClock,
    endpoint: config.awsEndpoint,
    endpoints: config.awsEndpoints,
    region: config.region,
    sessionName: `privatelink-operator-${config.clusterID}`,
    requestTimeout: config.requestTimeout,
    audit: (entry) => log.info({ audit: entry }, 'AWS write'),
    onCall: ({ call, outcome }) => metrics.awsCall({ call, outcome }),
  });
  const engine = startEngine({
    config,
    clock: systemClock,
    random: Math.random,
    client: createKubeClient(transport, systemClock),
    aws,
    kinds,
    log,
    metrics,
    instance: hostname(),
  });
  let ready = false;
  const health = await serveHealth(
    {
      live: () => engine.silence() < deadAfter,
      ready: () => ready,
      metrics: () => {
        metrics.queueDepth(engine.load().ready);
        return metrics.text();
      },
    },
    { host: config.healthHost, port: config.healthPort },
  );
  const stop = async (signal: string): Promise<void> => {
    log.info({ signal, calls: aws.underWay() }, 'stopping after the calls under way');
    await engine.stop();
    await health.close();
    aws.destroy();
    await transport.close();
  };
  let stopping: Promise<void> | undefined;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    // A terminal or a supervisor may say it twice: the second must not disturb what the first has begun.
    process.on(signal, () => void (stopping ??= stop(signal).then(() => process.exit(0), fail(log))));
  }
  log.info({ clusterID: config.clusterID, region: config.region, healthPort: health.port }, 'started');
  await engine.synced;
  ready = true;
  log.info({ milliseconds: Math.round(performance.now()), rssMiB: Math.round(process.memoryUsage().rss / 1_048_576) }, 'watching');
}

function fail(log: Log): (error: unknown) => void {
  return (error) => {
    log.error({ err: error }, 'could not stop in order');
    process.exit(1);
  };
}
