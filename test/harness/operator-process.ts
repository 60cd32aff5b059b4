import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { operatorAccount } from './operator.ts';

/** The operator as it ships: the bundle, in a process of its own. */
export interface OperatorProcess {
  /** SIGKILL: no chance to say anything. */
  kill(): Promise<void>;
  /** SIGTERM; answers the exit code. */
  stop(): Promise<number | null>;
  output(): string;
  readonly pid: number | undefined;
}

const root = join(import.meta.dirname, '..', '..');

/** In a folder of its own, since another test run in this tree may be building too. */
export function buildBundle(): { readonly path: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'bundle-'));
  execFileSync(process.execPath, [join(root, 'scripts', 'build.ts'), folder], { stdio: ['ignore', 'ignore', 'inherit'] });
  return { path: join(folder, 'operator.mjs'), remove: () => rmSync(folder, { recursive: true }) };
}

export function startOperatorProcess(
  bundle: string,
  settings: {
    readonly kubeconfig: string;
    readonly endpoint: string;
    readonly clusterID: string;
    readonly env?: Readonly<Record<string, string>>;
    /** Where and as whom it runs; as this process unless given. */
    readonly place?: { readonly node: string; readonly cwd: string; readonly uid?: number; readonly gid?: number };
  },
): OperatorProcess {
  const env = {
    PATH: process.env['PATH'],
    KUBECONFIG: settings.kubeconfig,
    CLUSTER_ID: settings.clusterID,
    AWS_REGION: 'eu-west-1',
    AWS_ENDPOINT_URL: settings.endpoint,
    AWS_ACCESS_KEY_ID: operatorAccount,
    AWS_SECRET_ACCESS_KEY: 'none',
    LIST_PERIOD_MS: '1000',
    RARE_PERIOD_MS: '2000',
    PENDING_PERIOD_MS: '200',
    VISIBILITY_GRACE_MS: '3000',
    HEALTH_HOST: '127.0.0.1',
    HEALTH_PORT: '0',
    ...settings.env,
  };
  const { node = process.execPath, ...place } = settings.place ?? {};
  const child = spawn(node, [bundle], { env, stdio: ['ignore', 'pipe', 'pipe'], ...place });
  const lines: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => lines.push(chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => lines.push(chunk.toString()));
  return {
    kill: async () => void (await end(child, 'SIGKILL')),
    stop: () => end(child, 'SIGTERM'),
    output: () => lines.join(''),
    pid: child.pid,
  };
}

function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => {
    child.once('exit', (code) => resolve(code));
    child.kill(signal);
  });
}
