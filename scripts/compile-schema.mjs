// Writes dist/inventory/schema/compiled-schema.cjs: the inventory's schema as code, so that no command has to compile it. Part of
// `npm run build`. What reads it (src/inventory/schema/ajv.ts) compiles the schema itself where this file is of another one.
import { writeFileSync } from 'node:fs';
import { compiledModule } from '../dist/inventory/schema/ajv.js';
import { hostSoftware } from '../dist/hosts/software.js';
import { inventorySchema } from '../dist/inventory/schema/schema.js';
import { roles } from '../dist/roles/registry.js';

const file = new URL('../dist/inventory/schema/compiled-schema.cjs', import.meta.url);
writeFileSync(file, compiledModule(inventorySchema(roles, hostSoftware)));
