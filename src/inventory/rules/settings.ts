import { archiveKind, isUrl } from '../../model/archive.ts';
import { findingAt, type RuleFinding } from '../diagnostic.ts';
import type { Path } from '../path.ts';
import { quoted } from '../schema/quoted.ts';
import type { Rule } from '../rule.ts';

/** useradd(8), the portable part. */
const USER = /^[a-z_][a-z0-9_-]{0,31}$/;
/** Truth values of YAML 1.1, which are words today. */
const NO = /^(no|off|n|none)$/i;
/** One label of a host name (RFC 1123, 2.1), with room for "-nameserver100". */
const PREFIX = /^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/i;

/** The service user's name. */
export const serviceUser: Rule = ({ inventory: { user } }) => {
  if (user === undefined || USER.test(user)) return [];
  return [findingAt('USER_INVALID', ['user'], { user: quoted(user) })];
};

/** The prefix of the aliases is the beginning of host names. */
export const aliasPrefix: Rule = ({ inventory: { aliases } }) => {
  if (typeof aliases !== 'string' || (PREFIX.test(aliases) && !NO.test(aliases))) return [];
  const hint = NO.test(aliases) ? 'write false for plain addresses' : undefined;
  return [findingAt('ALIAS_PREFIX', ['aliases'], { prefix: quoted(aliases) }, { hint })];
};

/** One source of the release, and a sum only if there is an archive to compare it with. */
export const distribution: Rule = ({ inventory }) => {
  const { version } = inventory;
  const { archive, sha512, source, via } = inventory.distribution ?? {};
  const at = (key: string): Path => ['distribution', key];
  const findings: RuleFinding[] = [];
  if (archive !== undefined && source !== undefined) {
    findings.push(findingAt('DISTRIBUTION_TWICE', at('source'), {}));
  }
  if (archive !== undefined && isUrl(archive) && !/^https?:\/\//i.test(archive)) {
    findings.push(findingAt('ARCHIVE_URL', at('archive'), { archive: quoted(archive) }));
  } else if (archive !== undefined && archiveKind(archive) === undefined) {
    findings.push(findingAt('ARCHIVE_KIND', at('archive'), { archive: quoted(archive) }));
  }
  const [named] = /(?<![\d.])\d+\.\d+\.\d+(?![\d.]*\d)/.exec(archive?.split('/').at(-1) ?? '') ?? [];
  if (named !== undefined && named !== version) {
    findings.push(findingAt('ARCHIVE_NAME', at('archive'), { named, version }));
  }
  if (sha512 !== undefined && archive === undefined) {
    findings.push(findingAt('DISTRIBUTION_SUM', at('sha512'), {}, { part: 'key' }));
  }
  if (via === 'pull' && (archive === undefined || !isUrl(archive))) {
    findings.push(findingAt('PULL_URL', at('via'), {}));
  } else if (via === 'pull' && sha512 === undefined) {
    findings.push(findingAt('PULL_SUM', at('via'), {}));
  } else if (archive !== undefined && isUrl(archive) && sha512 === undefined) {
    findings.push(findingAt('ARCHIVE_UNCHECKED', at('archive'), {}));
  }
  return findings;
};
