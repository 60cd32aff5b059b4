import type { Mutant } from '../mutant.ts';

/** Bugs that ask AWS too much. */
export const throttling: readonly Mutant[] = [
  {
    name: 'no limiter',
    row: 'Throttling: hypershift 8996, 9012',
    file: 'src/aws/caller.ts',
    find: '  await limiter.turn(laneOf(options, call), calls[call].bucket);\n',
    replace: '',
  },
  {
    name: 'the bucket refills from when a call is sent',
    row: 'Throttling: hypershift 8996, 9012',
    file: 'src/aws/limiter.ts',
    find: '      if (this.#tokens >= this.#bucket.capacity) this.#countedAt = this.#clock.now() + longestWay;\n',
    replace: '',
  },
  {
    name: 'every pass asks AWS anew',
    row: 'Throttling: hypershift 8615, a read for every reconcile',
    file: 'src/engine/reader.ts',
    find: 'return begunAt >= after && (reading.known ? old <= maxAge : old < Math.min(this.#failureStands, maxAge));',
    replace: 'return begunAt >= after && old < 0;',
  },
  {
    name: 'tags are written in every round',
    row: 'Throttling: AVO 459, upsert every round',
    file: 'src/kinds/common/tags.ts',
    find: '    .filter(([key, value]) => held[key] !== value)\n',
    replace: '',
  },
  {
    name: 'what failed is tried again at once',
    row: 'Throttling: AVO 460, retries in step',
    file: 'src/engine/memory.ts',
    find: 'attempt.at + retryDelay(failed, failures)',
    replace: 'attempt.at',
  },
  {
    name: 'throttling counts as a failure',
    row: 'Throttling: hypershift 8615, 8996, 9012',
    file: 'src/aws/error-codes.ts',
    find: "if (listed === 'throttled' || status === 429) return 'throttled';",
    replace: "if (listed === 'throttled' || status === 429) return 'terminal';",
  },
  {
    name: 'revoked credentials are kept',
    row: 'Leak: hypershift OCPBUGS-74960, no client',
    file: 'src/aws/caller.ts',
    find: '    if (spent.test(failure.code)) options.credentials.expire(access);\n',
    replace: '',
  },
];
