/** The elements and attributes that surefire-test-report.xsd has, and those of them that must be there. */
const SCHEMA: Readonly<Record<string, { may: readonly string[]; must: readonly string[] }>> = {
  testsuite: { may: ['time', 'group'], must: ['name', 'tests', 'errors', 'skipped', 'failures'] },
  properties: { may: [], must: [] },
  property: { may: [], must: ['name', 'value'] },
  testcase: { may: ['classname', 'group'], must: ['name', 'time'] },
  failure: { may: ['message'], must: ['type'] },
  skipped: { may: ['message'], must: [] },
  'system-out': { may: [], must: [] },
};

export interface Tag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** The opening tags of a JUnit report, in their order. */
export function junitTags(text: string): Tag[] {
  return [...text.matchAll(/<([a-z-]+)((?: [a-z]+="[^"<]*")*)\/?>/g)].map(([, name = '', rest = '']) => ({
    name,
    attributes: Object.fromEntries(
      [...rest.matchAll(/ ([a-z]+)="([^"]*)"/g)].map(([, key, value]) => [key!, value!]),
    ),
  }));
}

/** What is wrong with a JUnit report: elements and attributes that the schema has not, or misses; what is opened and not closed. */
export function junitFaults(text: string): string[] {
  const wrong = junitTags(text).flatMap(({ name, attributes }) => {
    const { may, must } = SCHEMA[name] ?? { may: [], must: ['a place in the schema'] };
    const keys = Object.keys(attributes);
    return [
      ...must.filter((key) => !keys.includes(key)).map((key) => `<${name}> has no ${key}`),
      ...keys.filter((key) => !may.includes(key) && !must.includes(key)).map((key) => `<${name}> has ${key}`),
    ];
  });
  return [...wrong, ...unclosed(text)];
}

function unclosed(text: string): string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  for (const [, end, name = '', self] of text.matchAll(/<(\/?)([a-z-]+)[^>]*?(\/?)>/g)) {
    if (end !== '/') {
      if (self !== '/') open.push(name);
    } else if (open.pop() !== name) wrong.push(`</${name}> closes something else`);
  }
  return [...wrong, ...open.map((name) => `<${name}> is not closed`)];
}
