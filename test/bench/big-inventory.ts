/** An inventory of so many hosts: three name servers, and on every other host a master whose slave is on the next. */
export function bigInventory(hosts: number): string {
  const names = Array.from({ length: hosts }, (_, index) => `h${index}`);
  const brokers = names
    .filter((_, index) => index % 2 === 0)
    .map((name, index) => [name, names[2 * index + 1]]);
  return [
    'cluster: big',
    'version: 4.9.8',
    'mode: sync',
    'hosts:',
    ...names.map((name, index) => `  ${name}: { address: 10.${index >> 8}.${index & 255}.1, memory: 16g }`),
    `namesrv: [${names.slice(0, 3).join(', ')}]`,
    'brokers:',
    ...brokers.map((members, index) => `  broker-${index}: [${members.join(', ')}]`),
    '',
  ].join('\n');
}
