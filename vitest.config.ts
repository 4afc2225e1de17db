import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/longest-first.ts';

export default defineConfig({
  test: {
    reporters: ['default', './test/summary-reporter.ts'],
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**'],
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: 'test/e2e/setup.ts',
          // most of a file is waiting (a broker registers every 30 s), so two go side by side; each has hosts of its own
          maxWorkers: 2,
          sequence: { groupOrder: 1 }, // after the unit tests
          testTimeout: 300_000,
          hookTimeout: 660_000, // the first `up` on a machine builds the image
        },
      },
    ],
  },
});
