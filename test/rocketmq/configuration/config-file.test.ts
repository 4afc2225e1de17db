import { describe, expect, test } from 'vitest';
import { reveal, Secret } from '../../../src/redaction/secret.ts';
import { contentText } from '../../../src/rocketmq/configuration/config-file.ts';
import { readProperties } from '../../../src/rocketmq/configuration/properties-text.ts';
import { propertyFile } from '../../sample/properties.ts';

const set = (base: string): string => reveal(contentText(propertyFile({ addr: 'a:1;b:2' }, { base })));

describe("a key of somebody else's property file", () => {
  test.each([
    ['is replaced where it stands', '# one\naddr=old\nlast=x\n', '# one\naddr=a:1;b:2\nlast=x\n'],
    ['however it is written', '# one\n  addr : old\nlast=x\n', '# one\naddr=a:1;b:2\nlast=x\n'],
    ['with the lines it goes on in', 'addr=old,\\\n  older\nlast=x\n', 'addr=a:1;b:2\nlast=x\n'],
    ['once, where it stands twice', 'addr=1\nx=y\naddr=2\n', 'addr=a:1;b:2\nx=y\n'],
    ['is added where it is not', 'x=y\n', 'x=y\naddr=a:1;b:2\n'],
    ['is added behind a last line without a line break', 'x=y', 'x=y\naddr=a:1;b:2\n'],
    ['is not what a comment says', '#addr=old\n', '#addr=old\naddr=a:1;b:2\n'],
    ['is not the beginning of another', 'addr.more=1\naddress=2\n', 'addr.more=1\naddress=2\naddr=a:1;b:2\n'],
    ['is not what another goes on with', 'x=1,\\\naddr=2\n', 'x=1,\\\naddr=2\naddr=a:1;b:2\n'],
    ['does not go on with a last line that ends in a backslash', 'x=1\\\n', 'x=1\\\n\naddr=a:1;b:2\n'],
    ['is not what goes on behind a #', 'x=1\\\n#c\\\naddr=9\n', 'x=1\\\n#c\\\naddr=9\naddr=a:1;b:2\n'],
    ['gets line feeds alone', '# one\r\naddr=old\r\nlast=x\r\n', '# one\naddr=a:1;b:2\nlast=x\n'],
  ])('%s', (_name, before, after) => {
    expect(set(before)).toBe(after);
    expect(set(after)).toBe(after);
    expect(readProperties(after).get('addr')).toBe('a:1;b:2');
  });

  test('a value that no file of properties can hold is refused', () => {
    expect(() => contentText(propertyFile({ addr: 'ü' }, { base: '' }))).toThrow(
      expect.objectContaining({ code: 'PROPERTY_UNWRITABLE' }),
    );
  });

  test('a secret among them makes the whole text one', () => {
    const text = contentText(propertyFile({ a: 'x', b: new Secret('s3cret') }, { base: '# theirs\nb=\n' }));
    expect(text).toBeInstanceOf(Secret);
    expect(reveal(text)).toBe('# theirs\nb=s3cret\na=x\n');
  });
});
