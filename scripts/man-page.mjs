// Writes dist/man/rmqctl.1 from the commands as they were just built, so that it cannot be stale. Part of `npm run build`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { manPage } from '../dist/commands/frame/man-page.js';
import { registry } from '../dist/commands/registry.js';

const directory = new URL('../dist/man/', import.meta.url);
const commands = await Promise.all(registry.map(({ load }) => load()));
mkdirSync(directory, { recursive: true });
writeFileSync(new URL('rmqctl.1', directory), manPage(commands));
