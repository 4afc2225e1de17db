import type { ProgramSupply } from '../../resources/program.ts';
import { sendFile } from './send-file.ts';
import type { Supplier } from './supplier.ts';

/** Sends a program, which is on this machine already. */
export const programSupplier: Supplier<ProgramSupply> = {
  kind: 'program',
  async supply(supply, context) {
    await sendFile(supply, supply.source, context);
    return undefined;
  },
};
