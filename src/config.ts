import { z } from 'zod';
import type { Service } from './aws/sender.ts';
import { region } from './kinds/common/schema.ts';
import type { Periods } from './kinds/kind.ts';

/** The operator's settings, read once from the environment. Frozen. */
export interface Config {
  /** Names this installation for ever: it is part of every owner tag and client token. */
  readonly clusterID: string;
  readonly region: string;
  /** Replaces AWS's own endpoints, for private endpoints and for tests. Never taken from an object. */
  readonly awsEndpoint: string | undefined;
  /** The endpoint of one service goes before the one for all. */
  readonly awsEndpoints: Readonly<Partial<Record<Service, string>>>;
  readonly periods: Periods;
  readonly requestTimeout: number;
  readonly workers: number;
  readonly healthPort: number;
  /** Every address of the machine, of both IP versions, unless one is named. */
  readonly healthHost: string | undefined;
  readonly logLevel: string;
}

const endpoint = z
  .url({ protocol: /^https?$/, error: 'give a URL such as https://vpce-0123.ec2.eu-west-1.vpce.amazonaws.com, or leave the variable out' })
  .optional();
/** What Node's timers take at most. */
const longest = 2_147_483_647;

const whole = (least: number, most: number) => {
  const error = `write a whole number from ${least} to ${most}`;
  return z.coerce.number({ error }).refine((value) => Number.isInteger(value) && value >= least && value <= most, { error });
};
const milliseconds = (fallback: number) => whole(1, longest).default(fallback);

const environment = z.object({
  CLUSTER_ID: z
    .string({ error: 'required: a name for this installation that never changes, such as the EKS cluster name' })
    .regex(
      /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/,
      'write 1 to 63 letters, digits, dots, dashes and underscores, beginning with a letter or digit',
    ),
  AWS_REGION: z.string({ error: 'required: the Region of objects that name none, such as eu-west-1' }).pipe(region),
  // The names by which the AWS SDKs know them, so that credential providers, which read them by themselves, go the same way.
  AWS_ENDPOINT_URL: endpoint,
  AWS_ENDPOINT_URL_EC2: endpoint,
  AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2: endpoint,
  AWS_ENDPOINT_URL_ROUTE_53: endpoint,
  AWS_ENDPOINT_URL_STS: endpoint,
  LIST_PERIOD_MS: milliseconds(60_000),
  RARE_PERIOD_MS: milliseconds(300_000),
  PENDING_PERIOD_MS: milliseconds(5_000),
  VISIBILITY_GRACE_MS: milliseconds(300_000),
  REQUEST_TIMEOUT_MS: milliseconds(60_000),
  WORKERS: whole(1, 256).default(16),
  HEALTH_PORT: whole(0, 65_535).default(8080),
  HEALTH_HOST: z.string().min(1).optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error'], { error: 'write debug, info, warn or error' }).default('info'),
});

/** Throws with one line a wrong setting, each saying what to do. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const parsed = environment.safeParse(env);
  if (!parsed.success) throw new Error(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'));
  const { data } = parsed;
  return Object.freeze({
    clusterID: data.CLUSTER_ID,
    region: data.AWS_REGION,
    awsEndpoint: data.AWS_ENDPOINT_URL,
    awsEndpoints: endpointsOf(data),
    periods: Object.freeze({
      listing: data.LIST_PERIOD_MS,
      rare: data.RARE_PERIOD_MS,
      pending: data.PENDING_PERIOD_MS,
      grace: data.VISIBILITY_GRACE_MS,
    }),
    requestTimeout: data.REQUEST_TIMEOUT_MS,
    workers: data.WORKERS,
    healthPort: data.HEALTH_PORT,
    healthHost: data.HEALTH_HOST,
    logLevel: data.LOG_LEVEL,
  });
}

function endpointsOf(data: z.infer<typeof environment>): Config['awsEndpoints'] {
  const byService = {
    ec2: data.AWS_ENDPOINT_URL_EC2,
    elb: data.AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2,
    route53: data.AWS_ENDPOINT_URL_ROUTE_53,
    sts: data.AWS_ENDPOINT_URL_STS,
  };
  return Object.fromEntries(Object.entries(byService).filter(([, url]) => url !== undefined));
}
