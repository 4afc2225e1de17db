import { ExitCode, RmqctlError } from '../../errors.ts';

interface TomcatRelease {
  /** "9.0.100" */
  readonly version: string;
  /** the lowest Java of its line, and the newest that the console was made for */
  readonly java: { readonly min: number; readonly madeFor: number };
}

/** The lowest Java of each line (tomcat.apache.org/whichversion); 10 and newer have jakarta.servlet, which no console knows. */
const MIN_JAVA: Readonly<Record<string, number>> = { '7.0': 6, '8.0': 7, '8.5': 7, '9.0': 8 };

/** The console's Spring is of the time of Java 7 and 8. */
const MADE_FOR = 8;

/** One that is not to be deployed, only looked at: any Java of its host will do. */
export const UNKNOWN_TOMCAT: TomcatRelease = { version: 'unknown', java: { min: 0, madeFor: MADE_FOR } };

/**
 * The release of a Tomcat by the text of its RELEASE-NOTES.
 * @throws RmqctlError TOMCAT_UNFIT (exit 3) for one that no console runs in
 */
export function tomcatRelease(notes: string): TomcatRelease {
  const version = /Apache Tomcat Version (\d+\.\d+\.\d+)/.exec(notes)?.[1] ?? '';
  const min = MIN_JAVA[version.replace(/\.\d+$/, '')];
  if (min !== undefined) return { version, java: { min, madeFor: MADE_FOR } };
  const what = version === '' ? 'an unknown version, by its RELEASE-NOTES' : version;
  throw new RmqctlError('TOMCAT_UNFIT', `console.tomcat is Tomcat ${what}: the console does not run in it`, {
    hint: 'give a Tomcat 7.0 to 9.0; since 10 it has jakarta.servlet in place of javax.servlet',
    exit: ExitCode.inventory,
  });
}
