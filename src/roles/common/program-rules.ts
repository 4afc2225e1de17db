import { error, type RuleFinding } from '../../inventory/diagnostic.ts';
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

/** What is wrong with the name of a file that is to be sent to a host; whether it is there is seen when it is needed. */
export function fileFindings({ path, file, endings }: NamedFile): RuleFinding[] {
  if (isUrl(file)) {
    const hint = 'download it, and give the path of the file';
    return [error('FILE_REMOTE', path, `${quoted(file)} is a URL, not a file of this machine`, hint)];
  }
  if (endings.some((ending) => file.toLowerCase().endsWith(ending))) return [];
  const message = `${quoted(file)} is not a file that is taken here`;
  return [error('FILE_KIND', path, message, `give a ${endings.join(' or ')} file`)];
}

/**
 * What is wrong with settings of somebody else's program: of its keys nothing is known, but a value must fit into a file of
 * properties, and some keys follow from the rest of the inventory.
 * @param owned keys that cannot be set here, and what is set instead
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
      return [error('PROPERTY_OWNED', path, `${quoted(key)} cannot be set as a property`, instead)];
    try {
      propertyLine(key, reveal(value));
      return [];
    } catch {
      const message = `the value of ${quoted(key)} cannot stand in a file of properties`;
      return [
        error('PROPERTY_VALUE', path, message, 'printable ASCII in one line, without a blank at its end'),
      ];
    }
  });
}
