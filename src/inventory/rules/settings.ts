import { archiveKind, isUrl } from '../../model/archive.ts';
import { error, type RuleFinding, underKey, warning } from '../diagnostic.ts';
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
  const message = `${quoted(user)} is not a user name`;
  return [error('USER_INVALID', ['user'], message, 'lower-case letters, digits, `_` and `-`')];
};

/** The prefix of the aliases is the beginning of host names. */
export const aliasPrefix: Rule = ({ inventory: { aliases } }) => {
  if (typeof aliases !== 'string' || (PREFIX.test(aliases) && !NO.test(aliases))) return [];
  const hint = NO.test(aliases)
    ? 'write false for plain addresses'
    : 'letters, digits and `-`, at most 40; or false for plain addresses';
  return [error('ALIAS_PREFIX', ['aliases'], `${quoted(aliases)} cannot begin a host name`, hint)];
};

/** One source of the release, and a sum only where there is something to compare it with. */
export const distribution: Rule = ({ inventory }) => {
  const { version } = inventory;
  const { archive, sha512, source, via } = inventory.distribution ?? {};
  const at = (key: string): Path => ['distribution', key];
  const findings: RuleFinding[] = [];
  if (archive !== undefined && source !== undefined) {
    const message = 'the release comes either from `archive` or from `source`, not from both';
    findings.push(error('DISTRIBUTION_TWICE', at('source'), message, 'remove one of them'));
  }
  if (archive !== undefined && isUrl(archive) && !/^https?:\/\//i.test(archive)) {
    const message = `${quoted(archive)} is a URL that rmqctl cannot download`;
    findings.push(error('ARCHIVE_URL', at('archive'), message, 'http, https, or the path of a file'));
  } else if (archive !== undefined && archiveKind(archive) === undefined) {
    const message = `${quoted(archive)} is not an archive that rmqctl can unpack`;
    findings.push(error('ARCHIVE_KIND', at('archive'), message, 'give a .zip, .tar.gz or .tgz file'));
  }
  const [named] = /(?<![\d.])\d+\.\d+\.\d+(?![\d.]*\d)/.exec(archive?.split('/').at(-1) ?? '') ?? [];
  if (named !== undefined && named !== version) {
    const message = `the archive is called ${named}, and \`version\` is ${version}`;
    findings.push(warning('ARCHIVE_NAME', at('archive'), message, 'correct the one that is wrong'));
  }
  if (sha512 !== undefined && archive === undefined) {
    const message = '`sha512` is the sum of an archive, and there is none';
    findings.push(underKey(error('DISTRIBUTION_SUM', at('sha512'), message, 'add `archive:`')));
  }
  if (via === 'pull' && (archive === undefined || !isUrl(archive))) {
    const message = 'each host downloads a URL, and `archive` is none';
    findings.push(error('PULL_URL', at('via'), message, 'give `archive: https://...`, or `via: push`'));
  } else if (via === 'pull' && sha512 === undefined) {
    const message = 'what each host downloads by itself is held against its sha512, and there is none';
    const hint = 'add `sha512:`, which is published beside the archive';
    findings.push(error('PULL_SUM', at('via'), message, hint));
  } else if (archive !== undefined && isUrl(archive) && sha512 === undefined) {
    const message = 'nothing says what the URL must give: whatever it does give is run on every host';
    findings.push(warning('ARCHIVE_UNCHECKED', at('archive'), message, 'add `sha512:`'));
  }
  return findings;
};
