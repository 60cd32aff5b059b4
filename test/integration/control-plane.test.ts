import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';

const run = promisify(execFile);
const kubectl = async (...args: readonly string[]): Promise<string> =>
  (await run(inject('kubectl'), ['--kubeconfig', inject('kubeconfig'), ...args])).stdout;
const applied = (manifest: object): string =>
  execFileSync(inject('kubectl'), ['--kubeconfig', inject('kubeconfig'), 'apply', '-f', '-'], {
    input: JSON.stringify(manifest),
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'pipe'],
  });

describe('the control plane', () => {
  test('is a real API server that knows its version', async () => {
    const { gitVersion } = JSON.parse(await kubectl('get', '--raw', '/version')) as { readonly gitVersion: string };
    expect(gitVersion).toMatch(/^v1\.\d\d\./);
  });

  test('asks RBAC before it answers', async () => {
    await expect(kubectl('get', 'namespaces', '--as', 'nobody')).rejects.toThrow('User "nobody" cannot list resource "namespaces"');
  });

  test('has every CRD of ours established', async () => {
    const conditions = await kubectl(
      'get',
      'crd',
      '-o',
      'jsonpath={range .items[?(@.spec.group=="privatelink-operator.io")]}{.spec.names.kind}={.status.conditions[?(@.type=="Established")].status} {end}',
    );
    expect(conditions.trim().split(' ')).toEqual([
      'EndpointService=True',
      'InterfaceEndpoint=True',
      'PrivateHostedZone=True',
      'PrivateLinkAccess=True',
    ]);
  });

  test('has no CRD of ours that is not structural', async () => {
    const found = await kubectl('get', 'crd', '-o', 'jsonpath={.items[*].status.conditions[?(@.type=="NonStructuralSchema")].message}');
    expect(found).toBe('');
  });
});

describe('a generated CRD', () => {
  const namespace = `crd-${process.pid}`;
  const service = (spec: object): object => ({
    apiVersion: 'privatelink-operator.io/v1alpha1',
    kind: 'EndpointService',
    metadata: { name: 'sample', namespace },
    spec: { region: 'eu-west-1', ...spec },
  });
  const arn = 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/net/sample/0123456789abcdef';
  beforeAll(() => kubectl('create', 'namespace', namespace));
  afterAll(() => kubectl('delete', 'namespace', namespace, '--wait=false'));

  test('takes an object, and shows it pending under its short name', async () => {
    applied(service({ loadBalancers: [{ arn }] }));
    expect(await kubectl('get', 'epsvc', 'sample', '-n', namespace, '-o', 'jsonpath={.status.conditions[0].type}')).toBe('Ready');
  });

  test('refuses what its schema does not have', () => {
    expect(() => applied(service({ loadBalancers: [] }))).toThrow('spec.loadBalancers');
  });

  test('explains its fields', async () => {
    expect(await kubectl('explain', 'endpointservice.spec')).toContain('loadBalancers');
  });
});

describe('the tools', () => {
  test('kubectl runs', async () => expect(await kubectl('version', '--client')).toContain('Client Version: v1.36'));

  test('helm runs', async () => expect((await run(inject('helm'), ['version', '--short'])).stdout).toMatch(/^v4\./));
});

describe('a control plane whose owner is killed', () => {
  test('ends with it and leaves no folder behind', async () => {
    const starter = join(import.meta.dirname, '..', 'harness', 'control-plane', 'support', 'starter.ts');
    const owner = spawn(process.execPath, [starter], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(owner.stdout, 'data')) as [Buffer];
    const folder = dirname(line.toString().trim());
    const servers = (): readonly string[] =>
      execFileSync('ps', ['-A', '-ww', '-o', 'args='], { encoding: 'utf8', maxBuffer: 2 ** 26 })
        .split('\n')
        .filter((args) => args.includes(`-dir=${folder}/`));
    expect(servers()).toHaveLength(2);
    owner.kill('SIGKILL');
    await vi.waitFor(() => expect([servers(), existsSync(folder)]).toEqual([[], false]), { timeout: 20_000 });
  });
});
