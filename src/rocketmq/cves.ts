import { compareVersions } from '../model/version.ts';

/** A published vulnerability of a version. */
export interface Cve {
  readonly id: string;
  readonly role: 'namesrv' | 'broker';
  /** what it lets an attacker do, in a few words */
  readonly effect: string;
  /** the first release of the same generation without it (3.x: of 4.x) */
  readonly fixedIn: string;
}

interface CveRow extends Omit<Cve, 'fixedIn'> {
  readonly fixedIn4: string;
  readonly fixedIn5: string;
}

/** Both are reached without a password through a port that has to be open: remote code as the service user. */
const CVES: readonly CveRow[] = [
  {
    id: 'CVE-2023-33246',
    role: 'broker',
    effect: 'anyone who reaches the broker port can run commands as its user',
    fixedIn4: '4.9.6',
    fixedIn5: '5.1.1',
  },
  {
    id: 'CVE-2023-37582',
    role: 'namesrv',
    effect: 'anyone who reaches the name server port can write files as its user',
    fixedIn4: '4.9.7',
    fixedIn5: '5.1.2',
  },
];

/** The vulnerabilities of a version. 3.2.6 has no advisory of its own for the second: its name server cannot be configured remotely. */
export function cvesOf(version: string): readonly Cve[] {
  return CVES.filter((row) => hasIt(row, version)).map(({ id, role, effect, fixedIn4, fixedIn5 }) => ({
    id,
    role,
    effect,
    fixedIn: version.startsWith('5.') ? fixedIn5 : fixedIn4,
  }));
}

function hasIt(row: CveRow, version: string): boolean {
  if (row.role === 'namesrv' && version.startsWith('3.')) return false;
  return compareVersions(version, version.startsWith('5.') ? row.fixedIn5 : row.fixedIn4) < 0;
}
