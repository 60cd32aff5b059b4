import { describe, expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';

const needed = { CLUSTER_ID: 'cluster', AWS_REGION: 'eu-west-1' };

describe('the settings', () => {
  test('need no more than a name and a Region', () => {
    expect(readConfig(needed)).toMatchObject({ clusterID: 'cluster', region: 'eu-west-1', awsEndpoint: undefined, awsEndpoints: {} });
  });

  test('take an endpoint for all services and for each, by the names that the AWS SDKs use', () => {
    const config = readConfig({
      ...needed,
      AWS_ENDPOINT_URL: 'https://all.example.com',
      AWS_ENDPOINT_URL_EC2: 'https://ec2.example.com',
      AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2: 'https://elb.example.com',
      AWS_ENDPOINT_URL_STS: 'http://sts.example.com:8080',
    });
    expect(config.awsEndpoint).toBe('https://all.example.com');
    expect(config.awsEndpoints).toEqual({
      ec2: 'https://ec2.example.com',
      elb: 'https://elb.example.com',
      sts: 'http://sts.example.com:8080',
    });
  });

  test('are frozen', () => {
    expect(Object.isFrozen(readConfig(needed))).toBe(true);
  });

  test.each<[string, Record<string, string | undefined>, RegExp]>([
    ['no name', { CLUSTER_ID: undefined }, /CLUSTER_ID is required: a name for this installation that never changes/],
    ['a name with a space', { CLUSTER_ID: 'a b' }, /CLUSTER_ID: 1 to 63 letters, digits/],
    ['no Region', { AWS_REGION: undefined }, /AWS_REGION is required/],
    ['an endpoint without a scheme', { AWS_ENDPOINT_URL: 'aws.example.com' }, /AWS_ENDPOINT_URL: give a URL such as https:\/\//],
    ['an endpoint of another scheme', { AWS_ENDPOINT_URL_EC2: 'ftp://ec2.example.com' }, /AWS_ENDPOINT_URL_EC2: give a URL/],
    ['an empty endpoint', { AWS_ENDPOINT_URL_STS: '' }, /AWS_ENDPOINT_URL_STS: give a URL such as .*, or leave the variable out/],
    ['no text where ELB is', { AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2: 'elb' }, /AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2: give/],
    ['a period of nothing', { LIST_PERIOD_MS: '0' }, /LIST_PERIOD_MS/],
    ['too many workers', { WORKERS: '257' }, /WORKERS/],
    ['a level that is none', { LOG_LEVEL: 'loud' }, /LOG_LEVEL/],
  ])('are refused with %s, and the message names the setting', (_what, env, says) => {
    expect(() => readConfig({ ...needed, ...env })).toThrow(says);
  });
});
