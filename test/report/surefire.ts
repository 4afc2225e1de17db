import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../bed/run.ts';

/**
 * The schema of Surefire's reports, by which Jenkins reads JUnit files, and a validator of XML Schema that judges by it. The schema is
 * Maven's own file, out of the sources that Surefire releases; Java has the validator.
 */

const VERSION = '3.2.5';
const SCHEMA = '/surefire-test-report.xsd';
const VALIDATE = fileURLToPath(new URL('Validate.java', import.meta.url));

export class SurefireSchema {
  readonly #directory: string;

  private constructor(directory: string) {
    this.#directory = directory;
  }

  /** @returns the schema, or why it cannot be had here */
  static async get(): Promise<SurefireSchema | string> {
    const directory = await mkdtemp(join(tmpdir(), 'rmqctl-surefire-'));
    const artifact = `org.apache.maven.surefire:surefire:${VERSION}:zip:source-release`;
    const words = [`-Dartifact=${artifact}`, `-DoutputDirectory=${directory}`];
    const got = await run(['mvn', '-q', '-B', 'dependency:copy', ...words], { timeout: 120_000 }).catch(
      (error: Error) => ({ code: 1, stdout: error.message, stderr: '' }),
    );
    if (got.code === 0) return new SurefireSchema(directory);
    await rm(directory, { recursive: true, force: true });
    return `skipped: Surefire's schema could not be got by mvn: ${`${got.stdout}${got.stderr}`.trim().split('\n')[0]}`;
  }

  /** @returns of each report what is wrong with it, a line a fault */
  async faults(...reports: readonly string[]): Promise<string[][]> {
    const files = reports.map((_, index) => join(this.#directory, `report-${index}.xml`));
    await Promise.all(files.map((file, index) => writeFile(file, reports[index]!)));
    const archive = join(this.#directory, `surefire-${VERSION}-source-release.zip`);
    const { code, stdout, stderr } = await run(['java', VALIDATE, archive, SCHEMA, ...files], {
      timeout: 120_000,
    });
    if (code !== 0) throw new Error(`the validator did not work: ${stderr}`);
    return files.map((file) => stdout.split('\n').filter((line) => line.startsWith(`${file}:`)));
  }

  async remove(): Promise<void> {
    await rm(this.#directory, { recursive: true, force: true });
  }
}
