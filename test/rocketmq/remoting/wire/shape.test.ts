import { describe, expect, test } from 'vitest';
import {
  asFlag,
  asInt64,
  asInteger,
  asList,
  asMap,
  asObject,
  asText,
} from '../../../../src/rocketmq/remoting/wire/shape.ts';

const refused = (message: string) =>
  expect.objectContaining({ code: 'REMOTING_MALFORMED', message: expect.stringContaining(message) });

describe('a parsed body has the shape that is read from it, or is refused with the place', () => {
  test.each<[string, () => unknown, unknown]>([
    ['an object', () => asObject({ a: 1 }, 'body'), { a: 1 }],
    ['a list', () => asList([1], 'body.list'), [1]],
    ['a list that was left out', () => asList(undefined, 'body.list'), []],
    ['a list that is null', () => asList(null, 'body.list'), []],
    ['text', () => asText('x', 'body.name'), 'x'],
    ['a flag', () => asFlag(false, 'body.flag'), false],
    ['an integer', () => asInteger(-7, 'body.count'), -7],
    ['a long that fits a double', () => asInt64(7, 'body.offset'), 7n],
    ['a long that does not', () => asInt64(2n ** 62n, 'body.offset'), 2n ** 62n],
    [
      'a map',
      () => asMap({ a: 1, b: 2 }, 'body.map', asInteger),
      new Map([
        ['a', 1],
        ['b', 2],
      ]),
    ],
  ])('%s', (_name, read, value) => expect(read()).toEqual(value));

  test.each<[string, () => unknown, string]>([
    ['nothing for an object', () => asObject(undefined, 'body'), 'body is not an object'],
    ['null for an object', () => asObject(null, 'body'), 'body is not an object'],
    ['a list for an object', () => asObject([], 'body'), 'body is not an object'],
    ['an object for a list', () => asList({}, 'body.list'), 'body.list is not a list'],
    ['a number for text', () => asText(1, 'body.name'), 'body.name is not text'],
    ['nothing for text', () => asText(undefined, 'body.name'), 'body.name is not text'],
    ['text for a flag', () => asFlag('true', 'body.flag'), 'body.flag is not true or false'],
    ['a fraction for an integer', () => asInteger(1.5, 'body.count'), 'body.count is not an integer'],
    ['a long for an integer', () => asInteger(2n ** 62n, 'body.count'), 'body.count is not an integer'],
    ['text for a long', () => asInt64('7', 'body.offset'), 'body.offset is not an integer'],
    [
      'an entry of a map',
      () => asMap({ ok: 1, bad: 'x' }, 'body.map', asInteger),
      'body.map.bad is not an integer',
    ],
  ])('%s', (_name, read, message) => expect(read).toThrow(refused(message)));
});
