import { describe, expect, test } from 'vitest';
import { usedFunctions } from '../../../src/plan/rendition/rendition.ts';

const put = '# put PATH\nput() {\n  make_directory "$1"\n  cat >"$1"\n}';
const make = 'make_directory() {\n  mkdir -p "$1"\n}';
const splice = '# splice FILE\nsplice() {\n  put "$1"\n}';
const loop = 'even() {\n  odd "$1"\n}';
const back = 'odd() {\n  even "$1"\n}';
const library = ['#!/bin/sh', put, 'umask 022', make, splice, loop, back].join('\n\n');

describe('the functions that a script needs', () => {
  test.each<[string, string, string[]]>([
    ['none', 'echo hello', []],
    ['one', 'make_directory /x', [make]],
    ['one that calls another', 'put /x', [put, make]],
    ['through two', 'splice /etc/hosts', [put, make, splice]],
    ['in the library’s order, each once', 'splice a; make_directory b; put c', [put, make, splice]],
    ['some that call each other', 'even 4', [loop, back]],
    ['not one that a comment names', '# put it there\necho', []],
    ['not one whose name is a part of a word', 'input x; put_away y', []],
    ['one behind a semicolon', 'true;put x', [put, make]],
  ])('%s', (_name, script, functions) => expect(usedFunctions(library, script)).toEqual(functions));
});
