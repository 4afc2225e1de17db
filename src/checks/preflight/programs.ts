import { readFileSync } from 'node:fs';

/** Small programs for what a shell cannot do: each in the languages that a host may have. */
export interface Programs {
  readonly listenPython: string;
  readonly listenPerl: string;
  readonly listenJava: string;
  readonly dialPython: string;
  readonly dialPerl: string;
}

export function programs(): Programs {
  return {
    listenPython: text(new URL('../../../templates/preflight/listen.py', import.meta.url)),
    listenPerl: text(new URL('../../../templates/preflight/listen.pl', import.meta.url)),
    listenJava: text(new URL('../../../templates/preflight/Listen.java', import.meta.url)),
    dialPython: text(new URL('../../../templates/preflight/dial.py', import.meta.url)),
    dialPerl: text(new URL('../../../templates/preflight/dial.pl', import.meta.url)),
  };
}

function text(url: URL): string {
  return readFileSync(url, 'utf8');
}
