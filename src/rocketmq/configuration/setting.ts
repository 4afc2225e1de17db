import { writeProperties } from './properties-file.ts';

/**
 * The text of somebody else's .properties file with one key set: the line that has it is replaced where it stands, or the
 * setting is added at the end; every other line is kept. Line breaks become LF, for Java's own reader of some programs keeps
 * a CR as a part of the value.
 * @param text as it is in the file
 * @throws RmqctlError PROPERTY_UNWRITABLE
 */
export function withSetting(text: string, key: string, value: string): string {
  const setting = writeProperties([[key, value]]).trimEnd();
  const all = text.replaceAll(/\r\n?/g, '\n').replace(/\n+$/, '').split('\n');
  const kept: string[] = [];
  let placed = false;
  let goesOn = false;
  let isSetting = false;
  for (const line of all) {
    // a line that goes on with the one before belongs to the same setting
    if (!goesOn) isSetting = keyOf(line) === key;
    if (!isSetting) kept.push(line);
    else if (!placed) kept.push(setting);
    placed ||= isSetting;
    // within a setting a line that begins with # is no comment
    goesOn = (goesOn || !/^[ \t\f]*[#!]/.test(line)) && /(^|[^\\])(\\\\)*\\$/.test(line);
  }
  // an empty line ends a setting that was to go on behind the last line
  const added = placed ? [] : goesOn ? ['', setting] : [setting];
  return `${[...kept, ...added].join('\n')}\n`;
}

/** The key of a line; undefined of a comment or an empty line (java.util.Properties). */
function keyOf(line: string): string | undefined {
  return /^[ \t\f]*([^#!\s=:][^\s=:]*)/.exec(line)?.[1];
}
