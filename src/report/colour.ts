/** The one door to chalk: whether to colour, and what the colours mean. */
import { Chalk } from 'chalk';

export type ColourLevel = 0 | 1 | 2 | 3;

export interface ColourFacts {
  /** --no-color was given */
  readonly noColor: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isTTY: boolean;
}

const FORCED: Readonly<Record<string, ColourLevel>> = { '0': 0, false: 0, '1': 1, '2': 2, '3': 3 };

/**
 * How many colours to use. In this order: --no-color, NO_COLOR (set and not empty: https://no-color.org),
 * FORCE_COLOR (0 to 3, true, or empty), and then only a terminal that is not dumb has the sixteen colours.
 */
export function colourLevel({ noColor, env, isTTY }: ColourFacts): ColourLevel {
  const set = (name: string): boolean => env[name] !== undefined && env[name] !== '';
  if (noColor || set('NO_COLOR')) return 0;
  if (env['FORCE_COLOR'] !== undefined) return FORCED[env['FORCE_COLOR']] ?? 1;
  return isTTY && env['TERM'] !== 'dumb' ? 1 : 0;
}

export type Paint = (text: string) => string;

/** Colours by meaning. */
export interface Palette {
  readonly good: Paint;
  readonly bad: Paint;
  readonly warn: Paint;
  readonly info: Paint;
  readonly faint: Paint;
  readonly strong: Paint;
}

export function createPalette(level: ColourLevel): Palette {
  const chalk = new Chalk({ level });
  return {
    good: (text) => chalk.green(text),
    bad: (text) => chalk.red(text),
    warn: (text) => chalk.yellow(text),
    info: (text) => chalk.cyan(text),
    faint: (text) => chalk.dim(text),
    strong: (text) => chalk.bold(text),
  };
}
