import type { CheckEvent } from '../../model/events.ts';
import { HTML_STYLE } from './html-style.ts';
import type { CheckReport } from '../junit.ts';
import { latencyPlot, type Latencies } from './latency-plot.ts';
import { count, placeWords } from '../units.ts';
import { escapeXml } from '../../std/xml.ts';

export interface HtmlReport extends CheckReport {
  /** the topology as SVG, coloured by health */
  readonly picture?: string | undefined;
  /** milliseconds of each message, by master */
  readonly latencies: Latencies;
  /** checks that were not made, in words */
  readonly untried?: readonly string[];
}

const MARKS: Readonly<Record<CheckEvent['status'], string>> = { pass: '✓', fail: '✕', warn: '!', skip: '–' };

/** The checks of a run as one page without scripts or external fonts and images. */
export function html(report: HtmlReport): string {
  const { cluster, version, checks, seconds, time, picture, latencies, untried = [] } = report;
  const failures = checks.filter(({ status }) => status === 'fail');
  const verdict = verdictOf(failures.length, untried.length > 0);
  const when = new Date(time).toISOString().slice(0, 19).replace('T', ' ');
  const groups = [...new Set(checks.map(({ check }) => check))];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeXml(cluster)}: ${verdict.title}</title>
<style>${HTML_STYLE}</style>
</head>
<body>
<header>
<h1>${escapeXml(cluster)}</h1>
<p>RocketMQ ${escapeXml(version)}, verified ${when} UTC in ${seconds.toFixed(1)} s</p>
<p class="verdict ${verdict.status}">${MARKS[verdict.status]} ${verdict.text}</p>
<p class="counts">${counts(checks)}</p>
${untried.length === 0 ? '' : `<p class="untried">Not checked: ${escapeXml(untried.join(', '))}</p>`}
</header>
<main>
${failures.length === 0 ? '' : `<section><h2>What is wrong</h2>${failures.map((check) => failure(check)).join('\n')}</section>`}
${picture === undefined ? '' : `<section><h2>Topology</h2><div class="picture">${picture}</div></section>`}
${latencyPlot(latencies)}
<section><h2>Checks</h2>
${groups.map((name) => group(name, checks)).join('\n')}
</section>
</main>
</body>
</html>
`;
}

/** Says that the cluster works only if everything was checked. */
function verdictOf(failures: number, partial: boolean) {
  if (failures > 0)
    return { status: 'fail', title: 'does not work', text: `${count(failures, 'check')} failed` } as const;
  return partial
    ? ({ status: 'pass', title: 'partly checked', text: 'What was checked works' } as const)
    : ({ status: 'pass', title: 'works', text: 'The cluster works' } as const);
}

function counts(checks: readonly CheckEvent[]): string {
  const words = { pass: 'passed', fail: 'failed', warn: 'warned', skip: 'skipped' } as const;
  return (['pass', 'fail', 'warn', 'skip'] as const)
    .map((status) => ({ status, many: checks.filter((check) => check.status === status).length }))
    .flatMap(({ status, many }) =>
      many === 0 ? [] : [`<span class="${status}">${many} ${words[status]}</span>`],
    )
    .join(' ');
}

function failure(check: CheckEvent): string {
  return `<article class="fail"><h3>${escapeXml(check.check)} <small>${escapeXml(placeWords(check))}</small></h3>${body(check)}</article>`;
}

/** A check's answers; open if one of them is no pass. */
function group(name: string, all: readonly CheckEvent[]): string {
  const checks = all.filter(({ check }) => check === name);
  const worst = (['fail', 'warn', 'skip', 'pass'] as const).find((status) =>
    checks.some((check) => check.status === status),
  );
  const rows = checks.map(
    (check) =>
      `<tr><td class="${check.status}"><span aria-hidden="true">${MARKS[check.status]}</span> ${check.status}</td><td>${escapeXml(placeWords(check))}</td><td>${body(check)}</td></tr>`,
  );
  return `<details${worst === 'pass' ? '' : ' open'}><summary><span class="${worst}">${MARKS[worst ?? 'pass']}</span> ${escapeXml(name)} <small>${checks.length}</small></summary><table>${rows.join('\n')}</table></details>`;
}

function body({ detail, evidence = [], hint }: CheckEvent): string {
  const shown = evidence.length === 0 ? '' : `<pre>${escapeXml(evidence.join('\n'))}</pre>`;
  const todo = hint === undefined ? '' : `<p class="hint">${escapeXml(hint)}</p>`;
  return `<p>${escapeXml(detail)}</p>${shown}${todo}`;
}
