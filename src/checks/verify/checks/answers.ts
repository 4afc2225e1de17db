import { RmqctlError } from '../../../errors.ts';
import { blame, type Judgement } from '../../finding.ts';
import { type Check, judgeMembers, type Seen } from '../check.ts';
import { isSlaveMember, type Member, type VerifyContext } from '../context.ts';
import { isSynchronous, registrations, runningRelease, runtime, unanswered } from '../questions.ts';

/** A process that hangs runs and listens all the same. */
export const answers: Check = {
  id: 'answers',
  title: 'instances answer',
  asks: 'Does the instance answer a request, and is it of the version of the inventory?',
  on: 'each instance',
  severity: 'fail',
  hint: 'a process that runs and does not answer hangs: jstack its pid, then restart it',
  questions: [runtime, registrations],
  judge: (context, seen) =>
    judgeMembers(
      context.members,
      ({ instance: { name } }) => seen.answer(runtime, name) ?? seen.answer(registrations, name),
      (answer, member) =>
        answer instanceof RmqctlError
          ? {
              ...refusal(context, seen, { member, error: answer }),
              follows: blame(member.instance.name, 'process', 'boot', 'ports'),
            }
          : versioned(context, runningRelease(seen, member)),
    ),
};

/** An asynchronous slave that hangs is late, no more: what it lacks is judged by its amount. */
function refusal(
  context: VerifyContext,
  seen: Seen,
  { member, error }: { member: Member; error: RmqctlError },
): Pick<Judgement, 'status' | 'detail'> {
  const wrong = unanswered(error);
  const harmless =
    isSlaveMember(context, member) &&
    !isSynchronous(context, seen, member) &&
    error.code === 'REMOTING_TIMEOUT';
  return wrong.status === 'fail' && harmless ? { ...wrong, status: 'warn' } : wrong;
}

function versioned({ topology }: VerifyContext, found: string | undefined): Judgement {
  if (found === undefined) return { status: 'pass', detail: 'answers' };
  if (found === topology.version) return { status: 'pass', detail: `answers, RocketMQ ${found}` };
  return {
    status: 'fail',
    detail: `RocketMQ ${found} runs, not ${topology.version}`,
    hint: 'rmqctl deploy restarts it from the right release',
  };
}
