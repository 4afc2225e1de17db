import { readFileSync } from 'node:fs';

/** A text of templates/ as it is: `common/relay.sh`. */
export function templateText(name: string): string {
  return readFileSync(new URL(`../../templates/${name}`, import.meta.url), 'utf8');
}
