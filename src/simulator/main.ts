import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startSimulator } from './index.ts';
import type { WorldFile } from './world-file.ts';
import { WorldFileError, applyWorldFile, parseWorldFile } from './world-file.ts';
import { worldFileJSONSchema } from './world-file-schema.ts';

const usage = `Usage: npm run simulator -- [--world FILE] [--port N] [--seed N]
       npm run simulator -- --schema     prints the JSON schema of world files`;

const empty: WorldFile = { settings: {}, accounts: [], peerings: [], publicTxtRecords: {} };

/** Runs the simulator by itself until SIGINT or SIGTERM. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      world: { type: 'string' },
      port: { type: 'string' },
      seed: { type: 'string' },
      schema: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return print(usage);
  if (values.schema) return void process.stdout.write(worldFileJSONSchema());
  const file = values.world === undefined ? empty : parseWorldFile(readFileSync(values.world, 'utf8'));
  const seed = values.seed === undefined ? {} : { seed: wholeNumber('seed', values.seed) };
  const port = values.port === undefined ? {} : { port: wholeNumber('port', values.port) };
  const simulator = await startSimulator({ settings: { ...file.settings, ...seed }, ...port });
  applyWorldFile(file, simulator.world);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void simulator.close());
  print(greeting(simulator.url, file));
}

function wholeNumber(option: string, text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new Error(`--${option} must be a whole number, not "${text}"`);
}

function greeting(url: string, { accounts }: WorldFile): string {
  const account = accounts[0]?.id ?? '111111111111';
  const region = accounts[0]?.vpcs[0]?.region ?? 'eu-west-1';
  return `The AWS simulator listens on ${url}
${accounts.length === 0 ? 'Its world is empty.' : `Accounts: ${accounts.map(({ id }) => id).join(', ')}.`}

An access key ID of 12 digits is the account; the secret is not checked. With the AWS CLI:

  export AWS_ENDPOINT_URL=${url} AWS_DEFAULT_REGION=${region} AWS_ACCESS_KEY_ID=${account} AWS_SECRET_ACCESS_KEY=any
  aws ec2 describe-subnets
  aws elbv2 describe-load-balancers
  aws --region us-east-1 route53 list-hosted-zones

Ctrl-C ends it, and forgets the world.`;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

try {
  await main();
} catch (error) {
  const reason =
    error instanceof WorldFileError
      ? `The world file is not valid:\n${error.message}`
      : String(error instanceof Error ? error.message : error);
  process.stderr.write(`${reason}\n\n${usage}\n`);
  process.exitCode = 1;
}
