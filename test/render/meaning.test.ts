import { expect, test } from 'vitest';
import { meaningOf } from '../../src/render/meaning.ts';

test.each([
  ['a comment, also behind a command', 'a.sh', 'run x\n', '#!/bin/sh\n# why\nrun x # because\n'],
  ['blank lines and indentation', 'a.sh', 'if a; then\nb\nfi\n', '\nif a; then\n\n  b\n\tfi  \n\n'],
  [
    'where a long command is broken',
    'a.sh',
    'exec java -server  -cp x',
    'exec java \\\n  -server \\\n  -cp x\n',
  ],
  ['order, comments, spacing and escapes', 'a.properties', 'a=1\nb=x y\n', '# h\n\nb : x\\u0020y\na = 1\n'],
  ['a key given twice', 'a.properties', 'a=1\na=2\n', 'a=2\n'],
  [
    'order and spacing',
    'a.json',
    '{"a":1,"b":{"c":[1,2],"d":null}}',
    '{ "b": {"d": null, "c": [1, 2]},\n "a": 1 }\n',
  ],
  ['comments and spacing', 'a.xml', '<a><b c="1"/></a>\n', '<!-- x\n y --><a>\n  <b c="1"/>\n</a>'],
  [
    'comments, spacing and the description',
    'a.service',
    '[Unit]\nDescription=a\n[Service]\nUser=b\n',
    '# h\n[Unit]\nDescription=c\n\n; x\n[Service]\n User=b\n',
  ],
])('%s: %s means the same', (_, path, one, other) => {
  expect(meaningOf(path, one)).toBe(meaningOf(path, other));
  expect(meaningOf(`/opt/dir.d/${path}`, one)).toBe(meaningOf(path, other));
});

test.each([
  ['another word', 'a.sh', 'run x\n', 'run y\n'],
  ['another order of lines', 'a.sh', 'a\nb\n', 'b\na\n'],
  ['a command on the same line', 'a.sh', 'a\nb\n', 'a b\n'],
  ['words that become one', 'a.sh', 'a b\n', 'ab\n'],
  ['spaces in quotes', 'a.sh', "run 'a  b'\n", "run 'a b'\n"],
  ['spaces in double quotes, behind an escaped one', 'a.sh', 'run "\\"a  b"\n', 'run "\\"a b"\n'],
  ['what looks like a comment, in quotes', 'a.sh', "run 'a\n# b\n'\n", "run 'a\n'\n"],
  ['what looks like a comment, in a word', 'a.sh', 'run a#b\n', 'run a\n'],
  ['the number of arguments', 'a.sh', 'run $# x\n', 'run $\n'],
  ['an escaped space', 'a.sh', 'run a\\ b\n', 'run a b\n'],
  ['a command that a comment cuts off', 'a.sh', 'exec java \\\n# x\n-server\n', 'exec java \\\n-server\n'],
  ['another kind of line break', 'a.sh', 'run x\n', 'run x\r\n'],
  ['a command that became a comment', 'a.sh', 'run x\nrun y\n', 'run x\n#run y\n'],
  ['another value', 'a.properties', 'a=1\n', 'a=2\n'],
  ['a space at the end of a value', 'a.properties', 'a=1\n', 'a=1 \n'],
  ['one key more', 'a.properties', 'a=1\n', 'a=1\nb=\n'],
  ['the last of two values', 'a.properties', 'a=1\na=2\n', 'a=2\na=1\n'],
  ['a number and its text', 'a.json', '{"a":1}', '{"a":"1"}'],
  ['the order of a list', 'a.json', '[1,2]', '[2,1]'],
  ['what is no JSON', 'a.json', '{}', '{'],
  ['an attribute', 'a.xml', '<a b="1"/>', '<a b="2"/>'],
  ['spaces in a text', 'a.xml', '<a>x y</a>', '<a>x  y</a>'],
  ['a directive', 'a.service', '[Service]\nUser=a\n', '[Service]\nUser=b\n'],
  ['the order of directives', 'a.service', 'A=1\nA=\n', 'A=\nA=1\n'],
  ['a comment in a file of an unknown reader', 'a.conf', 'a\n', '# x\na\n'],
])('%s: %s means something else', (_, path, one, other) => {
  expect(meaningOf(path, one)).not.toBe(meaningOf(path, other));
});
