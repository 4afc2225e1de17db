import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { html } from '../../src/report/html/html.ts';
import { junit } from '../../src/report/junit.ts';
import { Browser, browserPath, type View } from '../report/browser.ts';
import { NASTY, richReport } from '../sample/report.ts';
import { SurefireSchema } from '../report/surefire.ts';

/** The reports of `verify`, judged by what they are written for: the schema of JUnit files, and a browser. */

test(
  'Surefire’s own schema accepts the JUnit report, and no other',
  { timeout: 180_000 },
  async (context) => {
    const schema = await SurefireSchema.get();
    if (typeof schema === 'string') {
      console.warn(schema);
      context.skip(schema);
      return;
    }
    try {
      const report = junit(richReport());
      const wrong = [report.replace(/ skipped="\d+"/, ''), report.replace('</failure>', '')];
      expect(await schema.faults(report, ...wrong)).toEqual([
        [],
        [expect.stringContaining("Attribute 'skipped' must appear")],
        [expect.stringContaining('"failure" must be terminated')],
      ]);
    } finally {
      await schema.remove();
    }
  },
);

const browser = browserPath();
if (browser === undefined) console.warn('skipped: a look at the page needs chromium');

describe.skipIf(browser === undefined)('the page, in a browser', { timeout: 60_000 }, () => {
  const state: { directory: string; browser?: Browser } = { directory: '' };
  beforeAll(async () => {
    state.directory = await mkdtemp(join(tmpdir(), 'rmqctl-page-'));
    state.browser = new Browser(browser!);
    await writeFile(join(state.directory, 'report.html'), html(richReport()));
  });
  afterAll(async () => {
    await state.browser?.close();
    await rm(state.directory, { recursive: true, force: true });
  });

  const url = () => pathToFileURL(join(state.directory, 'report.html')).href;
  const open = (width: number, dark: boolean): Promise<View> => state.browser!.open(url(), { width, dark });

  test('needs nothing else, and has nothing to complain of', async () => {
    const page = await open(1200, false);
    expect(page.requests).toEqual([url()]);
    expect(page.complaints).toEqual([]);
  });

  test('has the picture, every check and a dot a message; texts stay texts', async () => {
    const page = await open(1200, false);
    const count = (selector: string) =>
      page.evaluate<number>(`document.querySelectorAll('${selector}').length`);
    const { checks, latencies } = richReport();
    expect(await count('.picture .card .mark')).toBe(5);
    expect(await count('details tr')).toBe(checks.length);
    expect(await count('.plot .dot')).toBe([...latencies.values()].flat().length);
    expect(await count('script')).toBe(0);
    const shown = await page.evaluate<string>(
      "document.querySelector('article:nth-of-type(2) p').textContent",
    );
    expect(shown).toBe(NASTY.replace('\u0007', '\uFFFD'));
  });

  test.each([
    [1200, false],
    [1200, true],
    [390, false],
    [390, true],
  ])('%i pixels wide, dark %s: fits, and what it says can be read', async (width, dark) => {
    const page = await open(width, dark);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    // a column that is squeezed breaks words into letters
    const widths = await page.evaluate<number[]>(
      "[...document.querySelectorAll('details[open] td')].map((cell) => cell.getBoundingClientRect().width)",
    );
    expect(Math.min(...widths)).toBeGreaterThan(40);
    expect(await page.evaluate<number>(CONTRAST)).toBeGreaterThan(4.5);
  });
});

/** The least contrast of text with the page behind it, by WCAG 2: 21 is black on white. */
const CONTRAST = `(() => {
  const numbers = (colour) => colour.match(/[0-9.]+/g).map(Number);
  const light = (colour) => {
    const [r, g, b] = numbers(colour).map((part) => part / 255).map((part) =>
      part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    const { backgroundColor } = getComputedStyle(element);
    return numbers(backgroundColor)[3] === 0 ? behind(element.parentElement) : backgroundColor;
  };
  const texts = [...document.querySelectorAll('h1,h2,h3,p,small,pre,td,summary,.counts span')];
  return Math.min(...texts.map((element) => {
    const [a, b] = [light(getComputedStyle(element).color), light(behind(element))].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  }));
})()`;
