/** The reference page of the inventory, made from its JSON Schema. */

/** What the inventory's schema is made of. */
export interface SchemaNode {
  readonly title?: string;
  readonly description?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: boolean | SchemaNode;
  readonly items?: SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
}

interface Section {
  readonly path: string;
  readonly node: SchemaNode;
}

const INTRODUCTION = `# The inventory

One YAML file (or JSON) that says what a cluster is to be. \`inventories/\` has commented examples of every mode; editors complete and
check the keys by [inventory.schema.json](inventory.schema.json), which \`rmqctl schema\` prints too:

\`\`\`yaml
# yaml-language-server: $schema=<path of inventory.schema.json>
\`\`\`

What is wrong in an inventory is told by \`rmqctl validate\`, each with its place and a code: [diagnostics.md](diagnostics.md).
\`\${NAME}\` in any text is the environment variable NAME; \`$\${NAME}\` is the text itself.

## How much memory a JVM gets

Where the inventory gives no size, heaps follow from the memory of the host and from what runs on it, and from nothing else, so that
changing one instance never restarts its neighbour. Memory is \`memory:\` of the host, else what the host says of itself (\`render\`, which
looks at no host, says what it assumed); it is rounded to the size the machine was meant to have. Half of it stays with the page cache,
from which RocketMQ serves messages. Of the other half each name server takes a sixteenth of the memory (256m to 1g), and the
brokers of the host share a quarter of the memory evenly (256m to 8g each); direct memory is a third of a broker's heap, at least 512m,
and 256m for a name server. Heap and direct memory of all instances together over the memory of the host are an error where the
inventory gives the sizes, over half of it a warning.

## The properties of brokers

\`properties\` stand at four places, and the nearest wins: instance, broker, role (\`masterProperties\`, \`slaveProperties\`), cluster. Values
are taken as written: \`04\` stays \`04\`. RocketMQ ignores keys that it does not know and values that it cannot read, without a
word; rmqctl knows the keys of every release, and refuses what would be ignored. Keys that follow from the inventory (brokerId,
brokerRole, listenPort and the like) are refused too, with a hint where they are set.

## Secrets

A secret comes from the environment, or from a file that a property names with \`File\` behind its key:

\`\`\`yaml
properties:
  innerClientAuthenticationCredentials: \${CREDENTIALS}
  innerClientAuthenticationCredentialsFile: ./credentials.json   # or so: the same key, with File behind it
\`\`\`

The file is read on this machine, its path starts at the folder of the inventory, and a line break at its end does not count. A key
that RocketMQ itself has, such as \`tlsConfigFile\`, stays what it is: its value is a path on the hosts.

Such a value is written to one file, the property file of its instance, which belongs to the service user and has mode 0600; the
directory of that instance's logs has mode 0700, since a broker writes its properties to its own log when it starts. It is on no command line, in no
plan, diff, event, report or manifest: \`[redacted]\` stands there. \`render\` writes it, for that is what it was asked for,
to a file of mode 0600, and says so.

Whatever comes from the environment is hidden from the output, wherever it stands in the inventory; what has fewer than four
characters, or is a word of the inventory such as \`sync\` or \`true\`, is not looked for in texts. But only a property
can be kept secret: the name of a cluster, an address, a path or a user is written where such things stand, \`/etc/hosts\` and
command lines among them. A JVM option with a value from the environment is refused, as it would be on the command line of its process.
`;

function nested(path: string, node: SchemaNode): Section[] {
  const parts = [node, ...(node.anyOf ?? [])];
  return parts.flatMap((part) => [
    ...(part.properties === undefined || Object.keys(part.properties).length === 0
      ? []
      : [{ path, node: part }]),
    ...Object.entries(part.properties ?? {}).flatMap(([key, child]) =>
      nested(path === '' ? key : `${path}.${key}`, child),
    ),
    ...(typeof part.additionalProperties === 'object'
      ? nested(`${path}.<name>`, part.additionalProperties)
      : []),
    ...(part.items === undefined ? [] : nested(`${path}[]`, part.items)),
  ]);
}

function cell(text: string): string {
  return text.replaceAll('|', String.raw`\|`).replaceAll('<', '&lt;');
}

function table({ node }: Section): string {
  const rows = Object.entries(node.properties ?? {}).map(([key, child]) => {
    const must = node.required?.includes(key) === true ? ' (required)' : '';
    return `| \`${key}\`${must} | ${cell(child.title ?? '')} | ${cell(child.description ?? '')} |`;
  });
  return ['| key | value | |', '|---|---|---|', ...rows].join('\n');
}

/** The page as Markdown: an introduction, then a table for every mapping of the inventory; a mapping met twice is shown once. */
export function inventoryPage(schema: SchemaNode): string {
  const sections = new Map<string, string[]>();
  for (const section of nested('', schema)) {
    const text = table(section);
    sections.set(text, [...(sections.get(text) ?? []), section.path]);
  }
  const shown = [...sections].map(([text, paths]) => {
    const names = paths.map((path) => (path === '' ? 'the inventory' : `\`${path}\``)).join(', ');
    return `### ${names}\n\n${text}\n`;
  });
  return `${INTRODUCTION}\n## Every key\n\n${shown.join('\n')}`;
}
