/** The JSON Schemas: of the inventory, for editors; of the events, for programs. */
import { ExitCode } from '../errors.ts';
import { defineCommand } from './frame/command.ts';

/** The inventory's JSON Schema as editors want it. */
async function inventorySchemaDocument(): Promise<object> {
  const [{ inventorySchema }, { roles }, { hostSoftware }] = await Promise.all([
    import('../inventory/schema/schema.ts'),
    import('../roles/registry.ts'),
    import('../hosts/software.ts'),
  ]);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    ...inventorySchema(roles, hostSoftware),
    title: 'rmqctl inventory',
  };
}

async function eventsSchemaDocument(): Promise<object> {
  const { eventsSchema } = await import('../model/events.ts');
  return eventsSchema;
}

export const command = defineCommand({
  example: 'rmqctl schema > rmqctl.schema.json',
  document: true,
  arguments: {},
  options: { events: { type: 'flag', summary: 'of the lines that --json prints, instead' } },
  async run({ events }, { emit }) {
    const schema = events ? await eventsSchemaDocument() : await inventorySchemaDocument();
    emit({ event: 'output', text: JSON.stringify(schema, null, 2) });
    return ExitCode.ok;
  },
});
