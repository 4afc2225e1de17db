/** chalk's levels: 0 none, 1 the sixteen colours, 2 of 256, 3 true colour. A run that prints JSON does not load chalk itself. */
export type ColourLevel = 0 | 1 | 2 | 3;

interface ColourFacts {
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
