import { createJsonReporter } from './json.ts';
import type { Reporter, ReporterOptions } from './reporter.ts';

/**
 * The reporter for a run: JSON lines when asked for, a live view on a terminal, plain lines elsewhere.
 * The code that draws is not loaded for JSON: it is most of a short run's start.
 */
export async function createReporter(options: ReporterOptions): Promise<Reporter> {
  if (options.json) return createJsonReporter(options);
  const { createPalette } = await import('./colour.ts');
  const palette = createPalette(options.colour);
  if (!options.isTTY || options.quiet) {
    const [{ createPlainReporter }, { ciDialect }] = await Promise.all([
      import('./plain.ts'),
      import('./ci/ci.ts'),
    ]);
    return createPlainReporter(options, palette, ciDialect(options.env, options.cwd));
  }
  const { createTerminalReporter } = await import('./terminal.ts');
  return createTerminalReporter(options, palette);
}
