import { section } from './row.ts';

export const inventoryStructureDiagnostics = section({
  title: 'Its structure',
  exit: 'inventory',
  rows: {
    UNKNOWN_KEY: {
      severity: 'error',
      message: '',
      meaning: 'a key that does not exist; the hint has the nearest one',
      remedy: 'correct it; [inventory.md](inventory.md) lists all keys',
    },
    MISSING_KEY: {
      severity: 'error',
      message: '',
      meaning: 'a key that must be there is not',
      remedy: 'add it',
    },
    EMPTY_VALUE: {
      severity: 'error',
      message: '',
      meaning: 'a key without a value, an empty list or mapping',
      remedy: 'give it one, or delete the key',
    },
    WRONG_TYPE: {
      severity: 'error',
      message: '',
      meaning: 'text for a number, a list for a mapping, `yes` for `true`',
      remedy: 'write what the message expects',
    },
    BAD_VALUE: {
      severity: 'error',
      message: '',
      meaning: 'a word that is none of the choices, a size without its unit',
      remedy: 'write one of the choices',
    },
    OUT_OF_RANGE: {
      severity: 'error',
      message: '',
      meaning: "a port below 1 or above 65535, a broker's derived ports included",
      remedy: 'choose another `port`',
    },
    NOT_SUPPORTED_YET: {
      severity: 'error',
      message: '',
      meaning: 'the key is right, and its feature is not built yet',
      remedy: 'leave it out; it is never accepted and ignored',
    },
  },
});
