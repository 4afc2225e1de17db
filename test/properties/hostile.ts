import * as fc from 'fast-check';

/** A place of the inventory that takes any text, and how an inventory with a text there is made. */
export interface Slot {
  readonly name: string;
  /** an inventory as data; JSON is an inventory too */
  readonly inventory: (text: string) => unknown;
}

const HOSTS = { node1: '10.0.0.1', node2: '10.0.0.2' };
const BASE = {
  cluster: 'shop',
  version: '4.9.8',
  mode: 'sync',
  hosts: HOSTS,
  namesrv: ['node1', 'node2'],
  brokers: { 'broker-a': ['node1', 'node2'] },
};
const master = (more: object): object => ({
  ...BASE,
  brokers: { 'broker-a': { master: { host: 'node1', ...more }, slaves: ['node2'] } },
});

/** `$${x}` is how an inventory writes the text `${x}`, which would name an environment variable. */
const literal = (text: string): string => text.replaceAll(/\$\{[^}]*\}/g, (reference) => `$${reference}`);

export const PROPERTY = 'messageDelayLevel';

export const SLOTS: readonly Slot[] = [
  { name: 'property', inventory: (text) => ({ ...BASE, properties: { [PROPERTY]: literal(text) } }) },
  { name: 'jvm', inventory: (text) => ({ ...BASE, jvm: { broker: [`-Dx=${literal(text)}`] } }) },
  { name: 'cluster', inventory: (text) => ({ ...BASE, cluster: literal(text) }) },
  {
    name: 'host',
    inventory: (text) => ({
      ...BASE,
      hosts: { [text]: '10.0.0.1', node2: '10.0.0.2' },
      namesrv: [literal(text), 'node2'],
      brokers: { 'broker-a': [literal(text), 'node2'] },
    }),
  },
  { name: 'broker', inventory: (text) => ({ ...BASE, brokers: { [text]: ['node1', 'node2'] } }) },
  { name: 'address', inventory: (text) => ({ ...BASE, hosts: { ...HOSTS, node1: literal(text) } }) },
  { name: 'store', inventory: (text) => master({ store: `/${literal(text)}` }) },
  { name: 'home', inventory: (text) => ({ ...BASE, paths: { home: `/${literal(text)}` } }) },
  { name: 'logs', inventory: (text) => ({ ...BASE, paths: { logs: `/${literal(text)}` } }) },
  { name: 'java', inventory: (text) => ({ ...BASE, java: { home: `/${literal(text)}` } }) },
  { name: 'user', inventory: (text) => ({ ...BASE, user: literal(text) }) },
  { name: 'login', inventory: (text) => ({ ...BASE, ssh: { user: literal(text) } }) },
  { name: 'alias', inventory: (text) => ({ ...BASE, aliases: literal(text) }) },
  { name: 'property name', inventory: (text) => ({ ...BASE, properties: { [text]: 'x' } }) },
];

/**
 * Texts that somebody might try: words of shells, YAML, templates and property files, any bytes, and commands that make a
 * file wherever they are run.
 * @param marker absolute path of the file that any execution makes
 */
export function hostile(marker: string): fc.Arbitrary<string> {
  const command = `touch ${marker}`;
  const bare = `touch\${IFS}${marker}`;
  const attempts = fc.constantFrom(
    `$(${command})`,
    `$(${bare})`,
    `\`${bare}\``,
    `;${command};`,
    `\n${command}\n`,
    `'$(${bare})'`,
    `'"$(${bare})"'`,
    `';${bare};'`,
    `";${bare};"`,
    `'\\'';${bare};'\\''`,
    `|${command}`,
    `&&${command}`,
    `\${x:-$(${bare})}`,
    `-o ProxyCommand=${bare}`,
    '{{lookup this "constructor"}}',
    '%n%i',
  );
  const special = fc.constantFrom(
    ...Array.from('\'"\\$`!*?[]{}()<>|&;#~ \t\r\n=%-:,@^+/._é€😀\u0085\u2028\uFEFF'),
  );
  const plain = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,11}$/);
  const any = fc.string({ unit: 'binary', maxLength: 6 });
  return fc
    .array(fc.oneof({ weight: 2, arbitrary: attempts }, special, { weight: 2, arbitrary: plain }, any), {
      minLength: 1,
      maxLength: 4,
    })
    .map((parts) => parts.join(''));
}
