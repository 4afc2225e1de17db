/** The one door to chalk: what the colours mean. */
import { Chalk } from 'chalk';
import type { ColourLevel } from './colour-level.ts';

export type Paint = (text: string) => string;

/** Colours by meaning. */
export interface Palette {
  readonly good: Paint;
  readonly bad: Paint;
  readonly warn: Paint;
  readonly info: Paint;
  readonly faint: Paint;
  readonly strong: Paint;
  /** distinguishes the n-th of several from its neighbours, n from 0 */
  readonly series: (n: number) => Paint;
}

/** The colours without another meaning come first. */
const PLAIN = ['cyan', 'magenta', 'blue', 'green', 'yellow'] as const;
const SERIES = [...PLAIN, 'cyanBright', 'magentaBright', 'blueBright'] as const;

export function createPalette(level: ColourLevel): Palette {
  const chalk = new Chalk({ level });
  return {
    good: (text) => chalk.green(text),
    bad: (text) => chalk.red(text),
    warn: (text) => chalk.yellow(text),
    info: (text) => chalk.cyan(text),
    faint: (text) => chalk.dim(text),
    strong: (text) => chalk.bold(text),
    series: (n) => chalk[SERIES[n % SERIES.length] ?? 'cyan'],
  };
}
