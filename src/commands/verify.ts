import { mustBeWritable } from '../operations/files/report-file.ts';
import { verifyCluster } from '../operations/inspection/verify-cluster.ts';
import { withSession } from '../operations/session.ts';
import { defineCommand, inventory } from './frame/command.ts';

export const command = defineCommand({
  example: 'rmqctl verify inventory.yaml --html report.html',
  arguments: { inventory },
  options: {
    junit: { type: 'text', value: 'FILE', summary: 'also write a JUnit report, for CI' },
    html: { type: 'text', value: 'FILE', summary: 'also write one page of HTML with everything in it' },
    noMessages: { type: 'flag', summary: 'send no messages' },
    follow: { type: 'flag', summary: 'go on as logs -f after the checks' },
  },
  async run(args, context) {
    await mustBeWritable([args.junit, args.html], context.cwd);
    return withSession(args, context, (session) => verifyCluster(session, args));
  },
});
