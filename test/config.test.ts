import { describe, expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';

const needed = { CLUSTER_ID: 'cluster', AWS_REGION: 'eu-west-1' };
type Environment = Readonly<Record<string, string | undefined>>;

const complaint = (env: Environment): string => {
  try {
    readConfig(env);
  } catch (error) {
    return (error as Error).message;
  }
  return 'accepted';
};

describe('the settings', () => {
  test('need no more than a name and a Region; the rest has the numbers of the design', () => {
    expect(readConfig(needed)).toEqual({
      clusterID: 'cluster',
      region: 'eu-west-1',
      awsEndpoint: undefined,
      awsEndpoints: {},
      periods: { listing: 60_000, rare: 300_000, pending: 5_000, grace: 300_000 },
      requestTimeout: 60_000,
      workers: 16,
      healthPort: 8080,
      healthHost: undefined,
      logLevel: 'info',
    });
  });

  test('take an endpoint for all services and for each, by the names that the AWS SDKs use', () => {
    const config = readConfig({
      ...needed,
      AWS_ENDPOINT_URL: 'https://all.example.com',
      AWS_ENDPOINT_URL_EC2: 'https://ec2.example.com',
      AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2: 'https://elb.example.com',
      AWS_ENDPOINT_URL_ROUTE_53: 'https://route53.example.com',
      AWS_ENDPOINT_URL_STS: 'http://sts.example.com:8080',
    });
    expect(config.awsEndpoint).toBe('https://all.example.com');
    expect(config.awsEndpoints).toEqual({
      ec2: 'https://ec2.example.com',
      elb: 'https://elb.example.com',
      route53: 'https://route53.example.com',
      sts: 'http://sts.example.com:8080',
    });
  });

  test('are frozen, the periods too', () => {
    const config = readConfig(needed);
    expect([Object.isFrozen(config), Object.isFrozen(config.periods)]).toEqual([true, true]);
  });
});

const name = 'CLUSTER_ID: write 1 to 63 letters, digits, dots, dashes and underscores, beginning with a letter or digit';
const endpoint = 'give a URL such as https://vpce-0123.ec2.eu-west-1.vpce.amazonaws.com, or leave the variable out';
const milliseconds = 'write a whole number from 1 to 2147483647';
const wrong: Record<string, readonly [Environment, string]> = {
  'no name': [
    { CLUSTER_ID: undefined },
    'CLUSTER_ID: required: a name for this installation that never changes, such as the EKS cluster name',
  ],
  'an empty name': [{ CLUSTER_ID: '' }, name],
  'a name with a space': [{ CLUSTER_ID: 'a b' }, name],
  'a name of 64 letters': [{ CLUSTER_ID: 'x'.repeat(64) }, name],
  'no Region': [{ AWS_REGION: undefined }, 'AWS_REGION: required: the Region of objects that name none, such as eu-west-1'],
  'a zone for a Region': [{ AWS_REGION: 'eu-west-1a' }, 'AWS_REGION: write the Region as AWS does, such as eu-west-1'],
  'an endpoint without a scheme': [{ AWS_ENDPOINT_URL: 'localhost:4566' }, `AWS_ENDPOINT_URL: ${endpoint}`],
  'an endpoint of another scheme': [{ AWS_ENDPOINT_URL_EC2: 'ftp://ec2.example.com' }, `AWS_ENDPOINT_URL_EC2: ${endpoint}`],
  'an empty endpoint': [{ AWS_ENDPOINT_URL_STS: '' }, `AWS_ENDPOINT_URL_STS: ${endpoint}`],
  'no URL where ELB is': [{ AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2: 'elb' }, `AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2: ${endpoint}`],
  'a period of nothing': [{ LIST_PERIOD_MS: '0' }, `LIST_PERIOD_MS: ${milliseconds}`],
  'a period in words': [{ LIST_PERIOD_MS: '1m' }, `LIST_PERIOD_MS: ${milliseconds}`],
  'an empty period': [{ LIST_PERIOD_MS: '' }, `LIST_PERIOD_MS: ${milliseconds}`],
  'a period longer than a timer takes': [{ RARE_PERIOD_MS: '3000000000' }, `RARE_PERIOD_MS: ${milliseconds}`],
  'half a worker': [{ WORKERS: '0.5' }, 'WORKERS: write a whole number from 1 to 256'],
  'too many workers': [{ WORKERS: '257' }, 'WORKERS: write a whole number from 1 to 256'],
  'a port that does not exist': [{ HEALTH_PORT: '70000' }, 'HEALTH_PORT: write a whole number from 0 to 65535'],
  'a level that is none': [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL: write debug, info, warn or error'],
};

describe('a wrong setting is told in a line that names it and says what to write', () => {
  test.each(Object.entries(wrong))('%s', (_what, [env, line]) => {
    expect(complaint({ ...needed, ...env })).toBe(line);
  });

  test('several, a line each', () => {
    const lines = complaint({ WORKERS: 'many' }).split('\n');
    expect(lines.map((line) => line.split(':')[0])).toEqual(['CLUSTER_ID', 'AWS_REGION', 'WORKERS']);
  });
});
