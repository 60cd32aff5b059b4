import { defineConfig } from 'vitest/config';

/** Tests on the real API server. Two cores hold one of it and a few operators at a time. */
const onControlPlane = { globalSetup: ['test/harness/global-setup.ts'], testTimeout: 120_000, hookTimeout: 120_000, maxWorkers: 2 };

export default defineConfig({
  test: {
    // The verdict on a whole run is given after its last test.
    teardownTimeout: 60_000,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/integration/**', 'test/fault-matrix/**', 'test/simulation/exploration.test.ts'],
          testTimeout: 20_000,
        },
      },
      { test: { name: 'integration', include: ['test/integration/**/*.test.ts'], ...onControlPlane } },
      // These take every core, which virtual time on a real API server bears badly: they come after it.
      { test: { name: 'fault-matrix', include: ['test/fault-matrix/**/*.test.ts'], testTimeout: 60_000, sequence: { groupOrder: 1 } } },
      { test: { name: 'exploration', include: ['test/simulation/exploration.test.ts'], sequence: { groupOrder: 2 } } },
    ],
  },
});
