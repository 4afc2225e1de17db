import { ExitCode, RmqctlError } from '../errors.ts';
import { lines, Script, sh } from '../shell/script.ts';
import { templateText } from '../shell/template-text.ts';
import type { RunOptions, Transport } from '../transport/transport.ts';
import { type Frame, FrameReader } from './frames.ts';
import { randomBytes } from 'node:crypto';

/** A word that begins each frame of one script: random, so that no other output of a host can be taken for a frame. */
export function newMark(): string {
  return `rmqctl-${randomBytes(9).toString('hex')}`;
}

/** The shell functions that scripts on hosts use (templates/common/prelude.sh): the same for every host and run. */
export function prelude(): Script {
  return Script.trusted(templateText('common/prelude.sh'));
}

/** The frame that ends every script: without it the answer was cut off. */
const END = 'end';

/** Says that the script has come to its end. */
export const closing = sh`frame ${END} 0 ''`;

/**
 * A whole script from its body: the prelude, the body as a function (so that a stream that is cut off runs nothing, and no
 * command can read the script away from standard input), and the closing frame.
 * @param mark a random word that begins each frame
 */
export function wrap(body: Script, mark: string): Script {
  return lines([
    prelude(),
    sh`mark=${mark}`,
    Script.trusted('main() {\n:'),
    body,
    closing,
    Script.trusted('}\nmain </dev/null'),
  ]);
}

/**
 * A part of a script that runs in a subshell and answers with one frame: its exit status and what it printed.
 * Afterwards `status` holds the exit status.
 */
export function framed(id: string, part: Script): Script {
  // the trailing x keeps line breaks at the end, which $( ) would drop; a trap writes it also where the part exits
  return sh`
    out=$(
    trap 'printf x' EXIT
    ${part}
    )
    status=$?
    frame ${id} "$status" "\${out%x}"`;
}

interface RemoteRun extends Pick<RunOptions, 'atOnce'> {
  readonly transport: Transport;
  readonly body: Script;
  readonly onFrame: (frame: Frame) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs a script on a host and gives its frames as they come.
 * @throws RmqctlError INCOMPLETE_ANSWER when the script ended without its closing frame; those of Transport.run
 */
export async function runScript(run: RemoteRun): Promise<void> {
  const { transport, body, onFrame, signal, atOnce = false } = run;
  const mark = newMark();
  const reader = new FrameReader(mark);
  let ended = false;
  let begun = false;
  let noise = '';
  const result = await transport.run(wrap(body, mark), {
    atOnce,
    onStdout(chunk) {
      if (!begun) noise += chunk.toString();
      for (const frame of reader.push(chunk)) {
        begun = true;
        if (frame.id === END) ended = true;
        else onFrame(frame);
      }
    },
    ...(signal === undefined ? {} : { signal }),
  });
  if (ended) return;
  const stderr = result.stderr.toString('utf8').trim().split('\n').slice(-5).join('\n');
  const { code, signal: killedBy } = result;
  const how = killedBy === undefined ? `exit status ${code ?? 'unknown'}` : `signal ${killedBy}`;
  if (!begun && code !== null) throw loginRefusesCommands(transport.host, { how, stdout: noise, stderr });
  throw new RmqctlError(
    'INCOMPLETE_ANSWER',
    `the script sent to ${transport.host} ended early (${how}): ${stderr}`,
    {
      host: transport.host,
      hint: 'rmqctl needs a POSIX sh and coreutils on the host; log in by ssh and try `sh -c "echo ok"`',
    },
  );
}

/** So much of what a host said is repeated, in characters. */
const REPEATED = 500;

interface Silence {
  /** "exit status 1" */
  readonly how: string;
  /** what came on standard output before an answer should have begun, and on standard error */
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * A host that lets the user in and then runs nothing: its login shell is nologin, sshd has a ForceCommand, or there is no sh.
 * Its output is the best hint that there is.
 */
export function loginRefusesCommands(host: string, { how, stdout, stderr }: Silence): RmqctlError {
  const said = [stdout, stderr].flatMap((text) => text.trim().slice(-REPEATED) || []).join('\n');
  const words = said === '' ? 'it said nothing' : `it said: ${said}`;
  return new RmqctlError(
    'INCOMPLETE_ANSWER',
    `the login on ${host} works, but what was sent to its shell did not run (${how}); ${words}`,
    {
      host,
      hint:
        'look at the login user’s shell there (nologin?) and at ForceCommand in sshd_config, or log in as another user (ssh.user); ' +
        'rmqctl needs a POSIX sh and coreutils: `ssh HOST sh` has to take commands',
      exit: ExitCode.connect,
    },
  );
}
