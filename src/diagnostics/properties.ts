import { section } from './row.ts';

export const propertiesDiagnostics = section({
  title: 'Properties',
  preface:
    'RocketMQ silently ignores a key that it does not know and a value that it cannot read. rmqctl knows every key of every release, its type, and whether a file can set it, and refuses what a broker would silently leave out.',
  exit: 'inventory',
  rows: {
    PROPERTY_UNKNOWN: {
      severity: 'error',
      message: '{key} is not a property of a {owner}: RocketMQ {version} would ignore it',
      hint: 'remove it',
      meaning: 'no release has this key; the hint names the nearest key of the release',
      remedy: 'correct or remove it',
    },
    PROPERTY_OTHER_VERSION: {
      severity: 'error',
      message: '{key} is a property of RocketMQ {lives}: {version} would ignore it',
      hint: 'remove it',
      meaning: 'a key of other releases, which the message names',
      remedy: 'remove it, or use the key that the hint names',
    },
    PROPERTY_UNSETTABLE: {
      severity: 'error',
      message: '{key} cannot be set in RocketMQ {version}: the field has no setter',
      hint: 'remove it',
      meaning: 'a field of the configuration without a setter: no file can set it',
      remedy: 'remove it',
    },
    FILE_REMOTE: {
      severity: 'error',
      message: '{file} is a URL, not a file of this machine',
      hint: 'download it, and use the path of the file',
      meaning: 'a URL where a local file is needed (`dashboard.archive`, `console.war`, `console.tomcat`)',
      remedy: 'download it, and use the path of the file',
    },
    FILE_KIND: {
      severity: 'error',
      message: '{file} is not a {endings} file',
      hint: 'use a {endings} file',
      meaning: 'a file of another type',
      remedy: 'use the file type that the message names',
    },
    DASHBOARD_USER: {
      severity: 'error',
      message: 'invalid dashboard user {user}: {fault}',
      meaning: "a user name or password that the dashboard's file of users cannot hold",
      remedy: 'use letters and digits; a password without spaces and commas',
    },
    PROPERTY_OWNED: {
      severity: 'error',
      message: '{key} cannot be set as a property',
      meaning: 'a key that follows from the inventory (brokerId, brokerRole, listenPort, ...)',
      remedy: 'set it where the hint says',
    },
    PROPERTY_VALUE: {
      severity: 'error',
      message: 'invalid value of {key}: {fault}',
      meaning:
        'a value that RocketMQ would not read as it looks: `yes` for a boolean, `"10 "` or `72h` for a number, `sync_flush` for SYNC_FLUSH, a line break, a character that is not ASCII',
      remedy: 'write what the message expects',
    },
    VERSION_LIKE_OLDER: {
      severity: 'note',
      exit: 'ok',
      message: 'RocketMQ {version} is not known to rmqctl: it is treated like {known}, with the same keys',
      hint: 'rmqctl refuses keys that are new in {version}',
      meaning:
        'an unknown release between two known ones, or after the last one: rmqctl treats it like the one before it',
      remedy: 'nothing; rmqctl refuses keys that are new in it',
    },
    PROPERTY_TWICE: {
      severity: 'error',
      message: '{key} and {other} set the same property',
      hint: 'remove one of them',
      meaning: 'a property is set both by its value and by a file (`x` and `xFile`)',
      remedy: 'remove one of them',
    },
    SECRET_FILE: {
      severity: 'error',
      message: 'cannot read the value of {key} from its file: {fault}',
      hint: "correct the path; a relative path starts at the inventory's directory",
      meaning:
        'the file that a key ending in `File` names cannot be read, is empty, is not text, or is longer than 64 KiB',
      remedy: "correct the path; a relative path starts at the inventory's directory",
    },
    PROPERTY_NAME: {
      severity: 'error',
      message: 'invalid property name {key}',
      hint: 'use letters and digits',
      meaning: 'a key that is not made of letters and digits: it would be another line, or another key',
      remedy: 'correct it',
    },
    PROPERTY_DEAD: {
      severity: 'warning',
      exit: 'ok',
      message: 'rmqctl does not render {key}: {reason}',
      hint: 'remove it',
      meaning: 'a key of well-known guides that this release does not read',
      remedy: 'remove it',
    },
    PROPERTY_RENAMED: {
      severity: 'warning',
      exit: 'ok',
      message: 'rmqctl renders {key} as {renamed}: {reason}',
      hint: 'rename it to {renamed}',
      meaning: 'a key whose correct spelling in this release is certain',
      remedy: 'rename it',
    },
    PROPERTY_KEYS_OLDER: {
      severity: 'note',
      exit: 'ok',
      message: 'the keys of RocketMQ {version} are not known: rmqctl uses those of {known}',
      hint: 'rmqctl refuses keys that are new in {version}',
      meaning: 'the keys of this release are not known: those of the nearest older one apply',
      remedy: 'check refused keys in the release notes',
    },
    AUTO_CREATE_TOPIC: {
      severity: 'warning',
      exit: 'ok',
      message: 'with several masters, a topic created by its first message may exist on one master only',
      hint: 'set it to false, and create topics on every master with `mqadmin updateTopic`',
      meaning:
        '`autoCreateTopicEnable: true` with several masters: a topic created by its first message may exist on one master only, and a mistyped name becomes a topic',
      remedy: 'set it to false, and create topics with `mqadmin updateTopic`',
    },
    SYNC_NOT_AWAITED: {
      severity: 'warning',
      exit: 'ok',
      message:
        'with inSyncReplicas={value} a master of {version} acknowledges before its slave has the message',
      hint: 'remove it (mode sync sets 2), or use `mode: async`',
      meaning:
        'mode sync on 5.x with inSyncReplicas below 2: SYNC_MASTER then acknowledges before a slave has the message',
      remedy: 'remove it: rmqctl sets 2',
    },
    SLAVE_TOLD_MASTER: {
      severity: 'warning',
      exit: 'ok',
      message: 'a slave of {version} with `haMasterAddress` never connects to its master',
      hint: 'remove it: slaves get the address from the name servers',
      meaning:
        '`haMasterAddress` of a slave on 5.x: it uses the address before its HA client exists, asks no name server afterwards, and never replicates',
      remedy: 'remove it: slaves get the address from the name servers',
    },
    PROPERTY_UNWRITABLE: {
      severity: 'error',
      message: '',
      meaning: 'a value that a property file cannot hold',
      remedy: 'change it in the inventory',
    },
    PROPERTIES_MALFORMED: {
      severity: 'error',
      message: '',
      meaning: 'a property file on a host cannot be parsed',
      remedy: 'fix or remove it there',
    },
  },
});
