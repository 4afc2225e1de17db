import { findingAt, type RuleFinding } from '../../inventory/diagnostic.ts';
import type { Path } from '../../inventory/path.ts';
import { quoted } from '../../inventory/schema/quoted.ts';
import { isUrl } from '../../model/archive.ts';
import type { Properties } from '../../model/property.ts';
import { reveal } from '../../redaction/secret.ts';
import { propertyLine } from '../../rocketmq/configuration/config-file.ts';

/** A file of this machine that the inventory names, and what it has to be. */
interface NamedFile {
  readonly path: Path;
  readonly file: string;
  /** what its name ends in: ".jar" */
  readonly endings: readonly string[];
}

/** The faults of the name of a file that is sent to a host; whether it exists is checked when it is needed. */
export function fileFindings({ path, file, endings }: NamedFile): RuleFinding[] {
  if (isUrl(file)) return [findingAt('FILE_REMOTE', path, { file: quoted(file) })];
  if (endings.some((ending) => file.toLowerCase().endsWith(ending))) return [];
  return [findingAt('FILE_KIND', path, { file: quoted(file), endings: endings.join(' or ') })];
}

/**
 * The faults of settings of another project's program: its keys are unknown, but a value must fit into a property file, and
 * some keys follow from the rest of the inventory.
 * @param owned keys that cannot be set here, and what to set instead
 */
export function settingFindings(
  settings: Properties,
  at: Path,
  owned: Readonly<Record<string, string>>,
): RuleFinding[] {
  return Object.entries(settings).flatMap(([key, { value }]) => {
    const path = [...at, key];
    const instead = Object.entries(owned).find(([own]) => key === own || key.startsWith(`${own}[`))?.[1];
    if (instead !== undefined)
      return [findingAt('PROPERTY_OWNED', path, { key: quoted(key) }, { hint: instead })];
    try {
      propertyLine(key, reveal(value));
      return [];
    } catch {
      const hint = 'use printable ASCII in one line, without a space at its end';
      const values = { key: quoted(key), fault: 'a property file cannot hold it' };
      return [findingAt('PROPERTY_VALUE', path, values, { hint })];
    }
  });
}
