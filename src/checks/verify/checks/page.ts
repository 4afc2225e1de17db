import { RmqctlError } from '../../../errors.ts';
import { askPage, isThere, urlOf } from '../../../execute/waits/page.ts';
import { isPageWait, type PageWait } from '../../../roles/common/program-role.ts';
import { type Check, judgeMembers, type Question } from '../check.ts';
import type { Member } from '../context.ts';
import { silence, unanswered } from '../questions.ts';

function pageOf({ service }: Member): PageWait | undefined {
  return service.ready.waits?.find(isPageWait);
}

/** The HTTP status of each page, asked for through its own host. */
const statuses: Question<number> = {
  id: 'page',
  subjects: ({ members }) =>
    members.filter((member) => pageOf(member) !== undefined).map(({ instance }) => instance.name),
  async ask(subject, { member, dial, signal }) {
    const page = pageOf(member(subject))!;
    return askPage(await dial(page.host, page.address, page.port), page, signal);
  },
};

/** A Tomcat listens whatever has become of its application: the page is asked as a browser asks. */
export const page: Check = {
  id: 'page',
  title: 'pages answer',
  asks: 'Does the dashboard or console answer over HTTP?',
  on: 'the dashboard and the console',
  severity: 'fail',
  hint: 'its console.log says why: rmqctl logs shows it',
  quick: true,
  questions: [statuses],
  judge: ({ members }, seen) =>
    judgeMembers(
      members,
      ({ instance }) => seen.answer(statuses, instance.name),
      (status, member) => {
        const follows = silence(member.instance.name);
        if (status instanceof RmqctlError) return { ...unanswered(status), follows };
        const detail = `${urlOf(pageOf(member)!)} answers ${status}`;
        return isThere(status) ? { status: 'pass', detail } : { status: 'fail', detail, follows };
      },
    ),
};
