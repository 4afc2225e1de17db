import { section } from './row.ts';

export const inventoryStructureDiagnostics = section({
  title: 'The structure of the inventory',
  exit: 'inventory',
  rows: {
    UNKNOWN_KEY: {
      severity: 'error',
      message: '{key} is not a key of {where}',
      meaning: 'a key that does not exist; the hint names the nearest one',
      remedy: 'correct it; [inventory.md](inventory.md) lists all keys',
    },
    MISSING_KEY: {
      severity: 'error',
      message: '{where} has no {key}',
      hint: 'add {key} with {title}',
      meaning: 'a required key is missing',
      remedy: 'add it',
    },
    EMPTY_VALUE: {
      severity: 'error',
      message: '{name} is empty: it must be {title}',
      hint: 'give it a value, or delete the key',
      meaning: 'a key without a value, an empty list or mapping',
      remedy: 'give it a value, or delete the key',
    },
    WRONG_TYPE: {
      severity: 'error',
      message: '{name} must be {title}, not {found}',
      meaning: 'text instead of a number, a list instead of a mapping, `yes` instead of `true`',
      remedy: 'write what the message expects',
    },
    BAD_VALUE: {
      severity: 'error',
      message: '{name} must be {title}, not {found}',
      meaning: 'a word that is not one of the choices, or a size without its unit',
      remedy: 'use one of the choices',
    },
    OUT_OF_RANGE: {
      severity: 'error',
      message: 'port {port} of {name} does not exist',
      hint: 'choose a port from 1 to 65535',
      meaning: 'a port below 1 or above 65535, including the ports derived from `port`',
      remedy: 'choose another `port`',
    },
    NOT_SUPPORTED_YET: {
      severity: 'error',
      message: '{what} is not supported yet',
      meaning: 'the key or word is known, but its feature is not built yet',
      remedy: 'leave it out; rmqctl never accepts and ignores it',
    },
  },
});
