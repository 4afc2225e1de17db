import { section } from './row.ts';

export const propertiesDiagnostics = section({
  title: 'Broker properties',
  preface:
    'RocketMQ ignores a key that it does not know and a value that it cannot read, and says nothing. rmqctl knows every key of every release, its type, and whether a file can set it, so that what is refused here is what a broker would silently leave out.',
  exit: 'inventory',
  rows: {
    PROPERTY_UNKNOWN: {
      severity: 'error',
      message: '',
      meaning: 'no release has such a key; the hint has the nearest one of this release',
      remedy: 'correct or remove it',
    },
    PROPERTY_OTHER_VERSION: {
      severity: 'error',
      message: '',
      meaning: 'a key of other releases; the message says which',
      remedy: 'remove it, or use what the hint names',
    },
    PROPERTY_UNSETTABLE: {
      severity: 'error',
      message: '',
      meaning: 'a field of the configuration that has no setter: no file can set it',
      remedy: 'remove it',
    },
    FILE_REMOTE: {
      severity: 'error',
      message: '',
      meaning:
        'a URL where a file of this machine is wanted (`dashboard.archive`, `console.war`, `console.tomcat`)',
      remedy: 'download it, and give its path',
    },
    FILE_KIND: {
      severity: 'error',
      message: '',
      meaning: 'a file of another kind than is wanted there',
      remedy: 'the file that the message names',
    },
    DASHBOARD_USER: {
      severity: 'error',
      message: '',
      meaning: "a user's name or password that the dashboard's file of users cannot hold",
      remedy: 'letters and digits; a password without blanks and commas',
    },
    PROPERTY_OWNED: {
      severity: 'error',
      message: '',
      meaning: 'a key that follows from the inventory (brokerId, brokerRole, listenPort, ...)',
      remedy: 'set it where the hint says',
    },
    PROPERTY_VALUE: {
      severity: 'error',
      message: '',
      meaning:
        'a value that would not be read as it looks: `yes` for a boolean, `"10 "` or `72h` for a number, `sync_flush` for SYNC_FLUSH, a line break, a character that is not ASCII',
      remedy: 'write what the message expects',
    },
    VERSION_LIKE_OLDER: {
      severity: 'note',
      exit: 'ok',
      message: 'RocketMQ {version} is not known to rmqctl: it is treated like {known}, with the same keys',
      hint: 'rmqctl refuses keys that are new in {version}',
      meaning:
        'a release that rmqctl does not know, between two that it knows or in the last line: it is run as the one before it',
      remedy: 'nothing; a key that came with it is refused',
    },
    PROPERTY_TWICE: {
      severity: 'error',
      message: '',
      meaning:
        'a property stands at one place both with its value and with the name of a file that has it (`x` and `xFile`)',
      remedy: 'keep one of them',
    },
    SECRET_FILE: {
      severity: 'error',
      message: '',
      meaning:
        'the file that a key ending in `File` names cannot be read, is empty, no text, or longer than 64 KiB',
      remedy: 'correct the path, which starts at the folder of the inventory',
    },
    PROPERTY_NAME: {
      severity: 'error',
      message: '',
      meaning: 'not a name of letters and digits: it would be another line, or another key',
      remedy: 'correct it',
    },
    PROPERTY_DEAD: {
      severity: 'warning',
      exit: 'ok',
      message: '',
      meaning: 'a key of well-known guides that this release does not read; it is left out',
      remedy: 'remove it',
    },
    PROPERTY_RENAMED: {
      severity: 'warning',
      exit: 'ok',
      message: '',
      meaning: 'a key whose right spelling in this release is certain; it is written under that',
      remedy: 'rename it',
    },
    PROPERTY_KEYS_OLDER: {
      severity: 'note',
      exit: 'ok',
      message: '',
      meaning: 'the keys of this release are not known: those of the nearest older one hold',
      remedy: 'check a key that is refused in the notes of the release',
    },
    AUTO_CREATE_TOPIC: {
      severity: 'warning',
      exit: 'ok',
      message: '',
      meaning:
        "`autoCreateTopicEnable: true` with several masters: a topic made by its first message may lie on one master alone, and a mistyped name becomes a topic. (RocketMQ's own default is true; it is told where the inventory asks for it)",
      remedy: 'false, and make topics with `mqadmin updateTopic`',
    },
    SYNC_NOT_AWAITED: {
      severity: 'warning',
      exit: 'ok',
      message: '',
      meaning:
        'mode sync on 5.x with inSyncReplicas below 2: SYNC_MASTER then acknowledges before a slave has the message',
      remedy: 'leave it to rmqctl, which writes 2',
    },
    SLAVE_TOLD_MASTER: {
      severity: 'warning',
      exit: 'ok',
      message: '',
      meaning:
        '`haMasterAddress` of a slave on 5.x: it hands the address on before there is anything to take it, asks no name server afterwards, and so never copies from its master',
      remedy: 'remove it: the name servers tell each slave',
    },
    PROPERTY_UNWRITABLE: {
      severity: 'error',
      message: '',
      meaning: 'a property file cannot hold the value',
      remedy: 'change it in the inventory',
    },
    PROPERTIES_MALFORMED: {
      severity: 'error',
      message: '',
      meaning: 'a property file on a host cannot be read',
      remedy: 'mend or remove it there',
    },
  },
});
