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

interface Process {
  readonly pid: number;
  readonly command: string;
}

/** Every process that the demo has begun, and theirs. */
function descendants(of: number): readonly Process[] {
  const lines = execFileSync('ps', ['-A', '-ww', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).trim().split('\n');
  const all = lines.flatMap((line) => {
    const [, pid = '', parent = '', command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return pid === '' ? [] : { pid: Number(pid), parent: Number(parent), command };
  });
  const below = (above: number): readonly Process[] =>
    all.filter(({ parent }) => parent === above).flatMap(({ pid, command }) => [{ pid, command }, ...below(pid)]);
  return below(of);
}

/** The guard of the control plane outlives the demo by a moment, on purpose. */
const isGuard = ({ command }: Process): boolean => command.includes('guard.ts');

function isAlive({ pid }: Process): boolean {
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

  test('many-vpcs is told to its end, with nothing left on AWS', { timeout: 180_000 }, async () => {
    const { child, printed } = start('many-vpcs');
    await once(child, 'close');
    expect(child.exitCode, printed()).toBe(0);
    for (const said of ['connected from all 13', 'Route 53 writes for it, 39:', 'Route 53 writes for it, 3:', 'AWS has no hosted zone'])
      expect(printed()).toContain(said);
  });

  test('of another name is refused, and those that there are are named', async () => {
    const { child, printed } = start('no-such-demo');
    await once(child, 'close');
    expect([child.exitCode, printed()]).toEqual([1, 'There is no such demo. There are: zones, many-vpcs\n']);
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
    expect(begun.filter((one) => !isGuard(one) && isAlive(one))).toEqual([]);
    await vi.waitFor(() => expect(begun.filter(isAlive)).toEqual([]), { timeout: 20_000, interval: 200 });
  });
});
