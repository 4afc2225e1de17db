import { renderTemplate } from '../../render/templates.ts';

export interface UnitInputs {
  /** one line for people: "RocketMQ broker-a of cluster prod" */
  readonly description: string;
  readonly user: string;
  readonly group: string;
  /** absolute path of the instance's start script */
  readonly startScript: string;
  /** whether the unit raises the limits of open files and locked memory */
  readonly limits: boolean;
}

/** The text of an instance's systemd unit, for systemd 219 (CentOS 7) and newer. */
export function unitFile({ description, user, group, startScript, limits }: UnitInputs): string {
  return renderTemplate('common/unit.service', {
    description: escapeSpecifiers(description),
    user,
    group,
    startScript: unitWord(startScript),
    limits,
  });
}

/**
 * One word of an ExecStart= line (systemd.service(5), "Command lines"): `%` and `$` begin specifiers and variables, and
 * double quotes keep blanks together.
 */
function unitWord(word: string): string {
  const escaped = escapeSpecifiers(word).replaceAll('$', '$$$$');
  return /^[\w./:@+,=$%-]+$/.test(escaped) ? escaped : `"${escaped.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}

function escapeSpecifiers(text: string): string {
  return text.replaceAll('%', '%%');
}
