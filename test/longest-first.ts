import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The files that take longest, so that none of them begins when all others have ended and runs alone. */
const LONG = ['upgrade', 'playground', 'lifecycle', 'verify', 'modes', 'converge', 'interrupted'];

/** Starts the long end-to-end files first, whatever order a clone without a cache of durations would give. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const found = LONG.findIndex((name) => moduleId.endsWith(`/e2e/${name}.test.ts`));
      return found === -1 ? LONG.length : found;
    };
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b));
  }
}
