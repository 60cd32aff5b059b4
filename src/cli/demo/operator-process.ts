import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';

export interface OperatorProcess {
  /** SIGTERM, as Kubernetes does it; SIGKILL if it is not enough. */
  stop(): Promise<void>;
}

export interface OperatorSettings {
  readonly bundle: string;
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
  /** Told when the process has ended, whoever ended it. */
  readonly ended: (why: string) => void;
}

/** Starts the bundle as Kubernetes would: its own process, settings by environment, nothing shared but addresses. */
export function startOperator({ bundle, env, logFile, ended }: OperatorSettings): OperatorProcess {
  const child = spawn(process.execPath, ['--enable-source-maps', bundle], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // In a process group of its own, so that Ctrl-C reaches it through us, and in order.
    detached: true,
  });
  const log = createWriteStream(logFile);
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  child.once('exit', (code, signal) => ended(`the operator ended with ${code ?? signal}`));
  return { stop: () => stop(child) };
}

const patience = 10_000;

function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const force = setTimeout(() => child.kill('SIGKILL'), patience);
    child.once('exit', () => {
      clearTimeout(force);
      resolve();
    });
    child.kill('SIGTERM');
  });
}
