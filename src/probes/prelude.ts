import { readFileSync } from 'node:fs';
import { Script } from '../shell/script.ts';

/** The shell functions that scripts on hosts use (templates/common/prelude.sh): the same for every host and run. */
export function prelude(): Script {
  return Script.trusted(readFileSync(new URL('../../templates/common/prelude.sh', import.meta.url), 'utf8'));
}
