export interface Step {
  readonly name: string;
  /** Arguments of node, from the project's root. */
  readonly command: readonly string[];
  /** It is ended after so long. */
  readonly minutes: number;
}

/** What `npm test` has no time for, dearest last. Each can be run by itself: `npm run verify -- --only mutants`. */
export const steps: readonly Step[] = [
  { name: 'equal histories in two processes', command: ['test/simulation/same-traces.ts', '--schedules', '1000'], minutes: 5 },
  { name: 'model API server against the real one', command: ['test/simulation/against-real/main.ts'], minutes: 10 },
  { name: 'growth', command: ['test/simulation/growth/main.ts'], minutes: 12 },
  {
    name: '20,000 schedules, every fault 100 times',
    command: ['test/simulation/simulate.ts', '--schedules', '20000', '--least', '100', '--seed', '1'],
    minutes: 15,
  },
  { name: 'crash points, one at a time', command: ['test/crash/main.ts'], minutes: 20 },
  { name: 'crash points in pairs, drawn', command: ['test/crash/main.ts', '--pairs=100'], minutes: 10 },
  { name: 'crash points in all pairs, simulated', command: ['test/simulation/pairs/main.ts'], minutes: 15 },
  { name: 'mutants', command: ['test/mutants/main.ts'], minutes: 20 },
];
