import { execFileSync, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';

/**
 * A process that outlives this one by a moment: when this one is gone, even by SIGKILL, it ends the servers that keep their data in the
 * folder and removes it. No handler in this process could do that.
 */
export function guard(folder: string): { release(): void } {
  const child = spawn(process.execPath, [import.meta.filename, folder], {
    // In a process group of its own, so that Ctrl-C does not reach it; its input closes when we end, however we end.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.unref();
  return { release: () => void child.stdin.end() };
}

if (process.argv[1] === import.meta.filename) {
  const folder = process.argv[2];
  if (folder === undefined) throw new Error('which folder?');
  process.stdin.resume().once('end', () => cleanUp(folder));
}

function cleanUp(folder: string): void {
  for (const pid of serversOf(folder)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

/** Servers only: a person's kubectl or editor may name the folder too. */
function serversOf(folder: string): readonly number[] {
  const marks = [`--data-dir=${folder}/`, `--cert-dir=${folder}/`];
  const lines = execFileSync('ps', ['-A', '-ww', '-o', 'pid=,args='], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }).split('\n');
  return lines.filter((line) => marks.some((mark) => line.includes(mark))).map((line) => Number.parseInt(line, 10));
}
