/**
 * What an instance runs that is no part of RocketMQ's release: files of the user's on this machine, put together into a
 * directory of its own on the host (its home). Plain data.
 */

/** One of the files that a program is put together from. */
export interface ProgramPart {
  /** the key of the inventory that names it, for messages: "console.war" */
  readonly key: string;
  /** absolute, on this machine */
  readonly file: string;
  /** unpacked: what is in the archive, without a folder that holds everything; whole: the file itself */
  readonly as: 'unpacked' | 'whole';
  /** where in the home: a directory for what is unpacked ('' the home itself), the file's name for a whole one */
  readonly to: string;
  /** an entry that the archive has when it is what it should be */
  readonly has: string;
  /** entries at the top of the archive that are left out, with all below them */
  readonly without?: readonly string[];
  /** entries whose text the role wants to read, where they are there */
  readonly reads?: readonly string[];
}

export interface Program {
  /** for people: "Tomcat with rocketmq-console.war" */
  readonly title: string;
  readonly parts: readonly ProgramPart[];
}

/** A program put together on this machine, ready to be sent. */
export interface ProvidedProgram {
  /** an uncompressed tar of the home's content, without a top folder */
  readonly path: string;
  /** of the file at `path`, lower-case hex */
  readonly sha256: string;
  readonly bytes: number;
  /** what the parts' `reads` are, by the entry's name in its archive; what is not there is absent */
  readonly texts: Readonly<Record<string, string>>;
}

/**
 * A program whose files are not on this machine: enough to stop, start, look at and remove what was put together from them
 * elsewhere or before, never to deploy it.
 */
export const UNKNOWN_PROGRAM: ProvidedProgram = { path: '', sha256: '', bytes: 0, texts: {} };
