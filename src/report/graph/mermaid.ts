import type { Kind, Picture } from './picture.ts';

const STYLES: Readonly<Record<Kind, string>> = {
  namesrv: 'fill:#ede9fe,stroke:#7c3aed,color:#2e1065',
  master: 'fill:#dbeafe,stroke:#2563eb,color:#172554',
  slave: 'fill:#ccfbf1,stroke:#0d9488,color:#042f2e',
  other: 'fill:#fef3c7,stroke:#d97706,color:#451a03',
};

/** The picture as a Mermaid flowchart: a subgraph for each host, an arrow for each replication. */
export function mermaid({ title, subtitle, replication, hosts, replications }: Picture): string {
  const all = hosts.flatMap(({ instances }) => instances);
  const id = new Map(all.map(({ name }, index) => [name, `i${index}`]));
  const boxes = hosts.flatMap(({ name, address, instances }, index) => [
    `  subgraph h${index}["${text(name)} (${text(address)})"]`,
    ...instances.map((each) => `    ${id.get(each.name)}["${text(each.name)}<br/>${text(each.detail)}"]`),
    '  end',
  ]);
  const arrows = replications.map(({ from, to }) => `  ${id.get(from)} -->|${replication}| ${id.get(to)}`);
  const looks = new Set(all.map(({ look }) => look));
  const styles = [...looks].flatMap((look) => {
    const members = all.filter((each) => each.look === look).map(({ name }) => id.get(name));
    return [`  classDef ${look} ${STYLES[look]}`, `  class ${members.join(',')} ${look}`];
  });
  const head = ['---', `title: "${text(title)}: ${text(subtitle)}"`, '---', 'flowchart LR'];
  return [...head, ...boxes, ...arrows, ...styles].map((line) => `${line}\n`).join('');
}

/** Text within double quotes: Mermaid's own escapes for what would end or change it. */
function text(word: string): string {
  return word
    .replaceAll('#', '#35;')
    .replaceAll('"', '#quot;')
    .replaceAll('<', '#lt;')
    .replaceAll('>', '#gt;');
}
