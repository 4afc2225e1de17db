import { defineConfig } from 'vitest/config';

/** Speed, as ratios within one run: `npm run bench`. Not part of the tests. */
export default defineConfig({
  test: { include: ['test/bench/**/*.bench.ts'], fileParallelism: false },
});
