import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

interface Demo {
  readonly child: ChildProcess;
  printed(): string;
}

function start(...args: readonly string[]): Demo {
  const child = spawn(process.execPath, [join(root, 'src', 'cli', 'demo.ts'), ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  return { child, printed: () => printed };
}

/** Every process that the demo has begun, and theirs. */
function descendants(of: number): readonly number[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
  const pairs = lines.map((line) => line.trim().split(/\s+/).map(Number));
  const children = (parent: number): number[] => pairs.flatMap(([pid, ppid]) => (ppid === parent && pid !== undefined ? [pid] : []));
  const below = (parent: number): number[] => children(parent).flatMap((pid) => [pid, ...below(pid)]);
  return below(of);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('the demo', () => {
  test('without the operator it fails, and says what it waited for', { timeout: 180_000 }, async () => {
    const { child, printed } = start('--without-operator');
    await once(child, 'close');
    expect(child.exitCode, printed()).toBe(1);
    expect(printed()).toContain('The demo failed: expected within 30 s: InterfaceEndpoint shop/payments is Ready');
  });

  test.for([
    { signal: 'SIGINT', moment: 'while the control plane starts', said: 'control plane from', exitCode: 130 },
    { signal: 'SIGTERM', moment: 'in the middle of the story', said: 'kubectl apply', exitCode: 143 },
  ] as const)('$signal $moment ends it, and all that it has started', { timeout: 180_000 }, async ({ signal, said, exitCode }) => {
    const { child, printed } = start();
    await vi.waitFor(() => expect(printed()).toContain(said), { timeout: 120_000, interval: 50 });
    const begun = descendants(child.pid ?? 0);
    child.kill(signal);
    await once(child, 'close');
    expect(child.exitCode, printed()).toBe(exitCode);
    expect(begun.length).toBeGreaterThan(0);
    await vi.waitFor(() => expect(begun.filter(isAlive)).toEqual([]), { timeout: 20_000, interval: 200 });
  });
});
