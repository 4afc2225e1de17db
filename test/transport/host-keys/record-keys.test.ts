import { expect, test } from 'vitest';
import { recordKeys } from '../../../src/transport/host-keys/record-keys.ts';

const KEY = { type: 'ssh-ed25519', key: 'AAAAnew' };
const OLD = 'ssh-ed25519 AAAAold';
const add = (name: string, replace = false) => ({ name, key: KEY, comment: 'n1', replace });

test.each([
  { what: 'an empty file', text: '', keys: [add('n1')], result: 'n1 ssh-ed25519 AAAAnew n1\n' },
  {
    what: 'a last line without a line break',
    text: `# ours\nn2 ${OLD}`,
    keys: [add('[n1]:2222')],
    result: `# ours\nn2 ${OLD}\n[n1]:2222 ssh-ed25519 AAAAnew n1\n`,
  },
  {
    what: 'a replaced key: its line goes, what is about others stays',
    text: `n1 ${OLD}\nn2 ${OLD} comment\n@revoked n1 ${OLD}\n@cert-authority n1 ${OLD}\n`,
    keys: [add('n1', true)],
    result: `n2 ${OLD} comment\n@revoked n1 ${OLD}\n@cert-authority n1 ${OLD}\nn1 ssh-ed25519 AAAAnew n1\n`,
  },
  {
    what: 'a replaced key among other names and patterns',
    text: `n0,n1,n2 ${OLD}\nn* ${OLD}\n`,
    keys: [add('n1', true)],
    result: `n0,n2 ${OLD}\nn* ${OLD}\nn1 ssh-ed25519 AAAAnew n1\n`,
  },
  {
    what: 'a key beside another that is not replaced',
    text: `n1 ${OLD}\n`,
    keys: [add('n1')],
    result: `n1 ${OLD}\nn1 ssh-ed25519 AAAAnew n1\n`,
  },
])('$what', ({ text, keys, result }) => expect(recordKeys(text, keys)).toBe(result));
