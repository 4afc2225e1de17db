import type { Reporter, TestModule } from 'vitest/node';

/** Ends the output with one plain line that any CI can read: "12 passed, 0 failed, 3 skipped". */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const states = modules.flatMap((module) =>
      [...module.children.allTests()].map((test) => test.result().state),
    );
    const count = (state: string): number => states.filter((found) => found === state).length;
    // a file that could not even be loaded has no tests, and is a failure
    const broken = modules.filter((module) => module.errors().length > 0).length;
    // after the default reporter's own summary
    process.on('exit', () => {
      console.log(
        `${count('passed')} passed, ${count('failed') + broken} failed, ${count('skipped')} skipped`,
      );
    });
  }
}
