import { RmqctlError } from '../../../errors.ts';
import { askPage, isThere, urlOf } from '../../../execute/waits/page.ts';
import { isPageWait, type PageWait } from '../../../roles/common/program-role.ts';
import type { Check, Question } from '../check.ts';
import { locationOf, type VerifyContext, type Member } from '../context.ts';
import { silence, unanswered } from '../questions.ts';
import type { Judgement } from '../../finding.ts';

function pages({ members }: VerifyContext): { member: Member; page: PageWait }[] {
  return members.flatMap((member) => {
    const page = member.service.ready.waits?.find(isPageWait);
    return page === undefined ? [] : [{ member, page }];
  });
}

/** The HTTP status of each page, asked for through its own host. */
const statuses: Question<number> = {
  id: 'page',
  subjects: (context) => pages(context).map(({ member }) => member.instance.name),
  async ask(subject, { context, dial, signal }) {
    const page = pages(context).find(({ member }) => member.instance.name === subject)?.page;
    if (page === undefined) throw new Error(`there is no page of ${subject}`);
    return askPage(await dial(page.host, page.address, page.port), page, signal);
  },
};

/** Whether the dashboard and the console answer a browser: a Tomcat listens whatever has become of its application. */
export const page: Check = {
  id: 'page',
  title: 'pages answer',
  asks: 'Does the dashboard or console answer over HTTP?',
  on: 'the dashboard and the console',
  severity: 'fail',
  hint: 'its console.log says why: rmqctl logs shows it',
  quick: true,
  questions: [statuses],
  judge: (context, seen) =>
    pages(context).flatMap(({ member, page: asked }): Judgement[] => {
      const { name } = member.instance;
      const status = seen.answer(statuses, name);
      if (status === undefined) return [];
      const place = locationOf(member);
      const follows = silence(name);
      if (status instanceof RmqctlError) return [{ ...place, ...unanswered(status), follows }];
      const detail = `${urlOf(asked)} answers ${status}`;
      return isThere(status)
        ? [{ ...place, status: 'pass', detail }]
        : [{ ...place, status: 'fail', detail, follows }];
    }),
};
