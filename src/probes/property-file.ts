import { readableProperties } from '../rocketmq/configuration/properties-text.ts';
import { sh } from '../shell/script.ts';
import type { Probe } from './probe.ts';

/** A property file as a host has it. */
export interface FoundProperties {
  readonly text: string;
  /** undefined: it is not there, or cannot be read as properties */
  readonly entries: ReadonlyMap<string, string> | undefined;
}

const READ = '#read\n';

export function propertyFile(path: string): Probe<FoundProperties> {
  return {
    id: 'property-file',
    script: sh`cat ${path} 2>/dev/null && echo '#read'`,
    parse: (text) => ({ text, entries: entriesOf(text) }),
  };
}

function entriesOf(text: string): ReadonlyMap<string, string> | undefined {
  return text.endsWith(READ) ? readableProperties(text) : undefined;
}
