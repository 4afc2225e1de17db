import type { Check } from '../check.ts';
import type { Finding } from '../../finding.ts';
import type { Topology } from '../../../model/topology.ts';

/** Seconds after its start in which an instance comes to what others do for it: brokers register every 30 s. */
const SETTLED_SECONDS = 35;

const isWrong = ({ status }: Finding): boolean => status === 'fail' || status === 'warn';

/**
 * The checks that are worth asking again: what is wrong with them may come right. None if something else has
 * failed. What is asked last waits until nothing else is wrong. Pure.
 */
export function unsettled(answers: readonly Finding[], checks: readonly Check[]): readonly Check[] {
  const settling = new Map(
    checks.filter(({ settles }) => settles === true).map((check) => [check.id, check]),
  );
  const comesRight = ({ check, lasting }: Finding): boolean => settling.has(check) && lasting !== true;
  if (answers.some((answer) => answer.status === 'fail' && !comesRight(answer))) return [];
  // an asynchronous slave that is late is a warning, and is awaited as well
  const wrong = new Set(
    answers.filter((answer) => isWrong(answer) && comesRight(answer)).map(({ check }) => check),
  );
  const again = checks.filter(({ id }) => wrong.has(id));
  const first = again.filter(({ questions = [] }) => questions.every(({ last }) => last !== true));
  return first.length > 0 ? first : again;
}

/** The older answers, those of checks that were asked again replaced. Pure. */
export function renewed(
  older: readonly Finding[],
  newer: readonly Finding[],
  { again, checks }: { readonly again: readonly Check[]; readonly checks: readonly Check[] },
): Finding[] {
  return checks.flatMap((check) =>
    (again.includes(check) ? newer : older).filter((answer) => answer.check === check.id),
  );
}

/** Milliseconds until everything that runs has run long enough to have settled; 0 where it has. Pure. */
export function untilSettled(answers: readonly Finding[]): number {
  const ages = answers.flatMap(({ values }) => values?.['upSeconds'] ?? []);
  return Math.max(0, SETTLED_SECONDS - Math.min(SETTLED_SECONDS, ...ages)) * 1000;
}

const HINT =
  'a slave reports to its master only some 10 s after a start: rmqctl verify waits for that and proves it, as deploy --verify full does';

/**
 * Takes out of the failures what cannot be so yet: what awaits a slave of a broker that was just started becomes a skip that says
 * so. Everything else stays what it is. Pure.
 * @param started names of brokers of which this run has started a member
 */
export function notYet(
  answers: readonly Finding[],
  { topology, started }: { readonly topology: Topology; readonly started: ReadonlySet<string> },
): Finding[] {
  const isStarted = (name: string | undefined): boolean =>
    topology.instances.some(({ name: own, broker }) => own === name && started.has(broker?.name ?? ''));
  return answers.map((answer) => {
    const { instance, detail, awaitsSlave } = answer;
    if (!isWrong(answer) || awaitsSlave !== true || !isStarted(instance)) return answer;
    const told = `not proven yet, this run has started its broker: ${detail}`;
    return { ...answer, status: 'skip', detail: told, hint: HINT };
  });
}
