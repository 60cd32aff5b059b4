import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';

export interface OperatorProcess {
  readonly logFile: string;
  /** The exit code, once it has ended. */
  exited(): number | undefined;
  /** SIGTERM, as Kubernetes does it. */
  stop(): Promise<void>;
}

/** Starts the bundle as Kubernetes would: its own process, settings by environment, nothing shared but addresses. */
export function startOperator(bundle: string, env: Readonly<Record<string, string>>, logFile: string): OperatorProcess {
  const child = spawn(process.execPath, ['--enable-source-maps', bundle], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = createWriteStream(logFile);
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  return {
    logFile,
    exited: () => (child.exitCode === null ? undefined : child.exitCode),
    stop: () => stop(child),
  };
}

function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}
