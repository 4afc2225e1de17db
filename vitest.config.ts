import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    reporters: ['default', './test/summary-reporter.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**'],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: 'test/e2e/setup.ts',
          // a file's clusters fill the machine; the tests of a file follow one another on the same hosts
          fileParallelism: false,
          sequence: { groupOrder: 1 }, // after the unit tests
          testTimeout: 180_000,
          hookTimeout: 660_000, // the first `up` on a machine builds the image
        },
      },
    ],
  },
});
