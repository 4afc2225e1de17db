// Writes dist/inventory/compiled-schema.cjs: the inventory's schema as code, so that no command has to compile it. Part of
// `npm run build`. What reads it (src/inventory/ajv.ts) compiles the schema itself where this file is of another one.
import { writeFileSync } from 'node:fs';
import { compiledModule } from '../dist/inventory/ajv.js';
import { inventorySchema } from '../dist/inventory/schema.js';
import { roles } from '../dist/roles/index.js';

const file = new URL('../dist/inventory/compiled-schema.cjs', import.meta.url);
writeFileSync(file, compiledModule(inventorySchema(roles)));
