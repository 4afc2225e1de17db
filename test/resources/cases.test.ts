import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Action, FileDiff } from '../../src/model/events.ts';
import { kindNamed } from '../../src/resources/registry.ts';
import type { Change, Supply } from '../../src/resources/resource.ts';
import { Secret } from '../../src/redaction/secret.ts';

/** What a case says of a change; what it leaves out is not looked at, but for the diff and the supplies. */
interface Wanted {
  readonly action: Action;
  readonly summary: string;
  readonly diff?: FileDiff;
  readonly supplies?: readonly Supply[];
  /** the script, line by line */
  readonly apply?: readonly string[];
  readonly applyHas?: readonly string[];
  readonly applyLacks?: readonly string[];
  /** whether it awaits something */
  readonly gated?: boolean;
}

/** A table row: what is wanted, what the probe printed, and the change that follows; null where there is none. */
interface Case {
  readonly desired: unknown;
  readonly unwanted?: boolean;
  readonly observed: string;
  readonly inputs?: readonly Action[];
  readonly change?: Wanted | null;
  /** the code of the error it is refused with */
  readonly error?: string;
}

const root = new URL('cases/', import.meta.url);
const kinds = readdirSync(root);

/** A secret as a case writes it: { "secret": "text" }. */
function secrets(_key: string, value: unknown): unknown {
  const isSecret = typeof value === 'object' && value !== null && 'secret' in value;
  return isSecret && typeof value.secret === 'string' ? new Secret(value.secret) : value;
}

function changeOf(kindName: string, { desired, unwanted, observed, inputs }: Case): Change | undefined {
  const kind = kindNamed(kindName);
  const found = kind.parse(observed, desired);
  return unwanted === true ? kind.remove?.(desired, found) : kind.diff(desired, found, inputs ?? []);
}

function expectChange(change: Change | undefined, wanted: Wanted): void {
  const { action, summary, diff, supplies } = wanted;
  expect(change).toMatchObject({ action, summary });
  expect(change?.diff).toEqual(diff);
  expect(change?.supplies).toEqual(supplies);
  const script = change?.apply.text ?? '';
  if (wanted.apply !== undefined)
    expect(script.split('\n').filter((line) => line !== '')).toEqual(wanted.apply);
  for (const part of wanted.applyHas ?? []) expect(script).toContain(part);
  for (const part of wanted.applyLacks ?? []) expect(script).not.toContain(part);
  if (wanted.gated !== undefined) expect(change?.gate !== undefined).toBe(wanted.gated);
}

describe.each(kinds)('%s', (kind) => {
  const folder = new URL(`${kind}/`, root);
  test.each(readdirSync(folder).map((file) => file.replace(/\.json$/, '')))('%s', (name) => {
    const row: Case = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'), secrets);
    if (row.error !== undefined) {
      expect(() => changeOf(kind, row)).toThrow(
        expect.objectContaining({ code: row.error, hint: expect.any(String) }),
      );
      return;
    }
    const change = changeOf(kind, row);
    if (row.change === null) expect(change).toBeUndefined();
    else expectChange(change, row.change!);
  });
});
