import { section } from './row.ts';

export const remotingDiagnostics = section({
  title: 'Talking to RocketMQ',
  exit: 'step',
  rows: {
    REMOTING_CONNECT: {
      severity: 'error',
      message: '',
      meaning: 'no connection to a broker or name server',
      remedy: 'is it up, the port open?',
    },
    REMOTING_TIMEOUT: {
      severity: 'error',
      message: '',
      meaning: 'no answer in time',
      remedy: 'its log',
    },
    REMOTING_CLOSED: {
      severity: 'error',
      message: '',
      meaning: 'the connection broke',
      remedy: 'its log',
    },
    REMOTING_REFUSED: {
      severity: 'error',
      message: '',
      meaning: 'it answered with an error',
      remedy: 'see the message',
    },
    REMOTING_MALFORMED: {
      severity: 'error',
      message: '',
      meaning: "it answered something that is not RocketMQ's protocol",
      remedy: 'is something else on that port?',
    },
    REMOTING_UNSUPPORTED: {
      severity: 'error',
      message: '',
      meaning: 'a serialization that rmqctl does not speak',
      remedy: 'report it',
    },
    REMOTING_RELEASE: {
      severity: 'error',
      message: '',
      meaning: 'not the number of a release',
      remedy: 'such as 4.9.4',
    },
    MESSAGE_DIFFERS: {
      severity: 'error',
      message: '',
      meaning: 'a message was read back that is not the one that was sent',
      remedy: 'its log; is another cluster on that port?',
    },
    NO_PAGE: {
      severity: 'error',
      exit: 'usage',
      message: '',
      meaning: '`dashboard`: nothing that is selected has a page',
      remedy: '`dashboard:` or `console:` in the inventory',
    },
    PAGE_OPEN: {
      severity: 'note',
      exit: 'ok',
      message: '',
      meaning: '`dashboard`: the address on this machine',
      remedy: 'open it; Ctrl-C closes it',
    },
    PORT_TAKEN: {
      severity: 'error',
      exit: 'usage',
      message: '',
      meaning: "`dashboard`: the port of this machine is somebody's",
      remedy: 'another `--port`, or none',
    },
    BROWSER_MISSING: {
      severity: 'warning',
      exit: 'ok',
      message: '',
      meaning: '`dashboard --open`: no browser could be started',
      remedy: 'open the address yourself',
    },
    PAGE_SILENT: {
      severity: 'error',
      message: '',
      meaning: 'a dashboard or console does not answer over HTTP',
      remedy: 'its console.log',
    },
    NO_NAME_SERVER: {
      severity: 'error',
      message: '',
      meaning: '`admin`: `--limit` selects no name server',
      remedy: 'leave it out',
    },
  },
});
