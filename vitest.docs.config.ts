import { defineConfig } from 'vitest/config';

/** What the guide shows of real hosts, written anew: `npm run docs`. Not part of the tests. */
export default defineConfig({
  test: { include: ['test/docs/**/*.docs.ts'], fileParallelism: false },
});
