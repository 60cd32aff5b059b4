import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // The verdict on a whole run is given after its last test.
    teardownTimeout: 60_000,
    projects: [
      { test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: ['test/integration/**'], testTimeout: 20_000 } },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          globalSetup: ['test/harness/global-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // Two cores hold one API server and a few operators at a time.
          maxWorkers: 2,
        },
      },
    ],
  },
});
