/** The colours of a picture: each with its value on dark. Plain classes, as not every viewer knows CSS variables. */
interface Shade {
  readonly face: string;
  readonly line: string;
  readonly ink: string;
}

const LIGHT: Readonly<Record<string, Shade>> = {
  namesrv: { face: '#f3f0ff', line: '#7c3aed', ink: '#3b1a86' },
  master: { face: '#eaf2ff', line: '#2563eb', ink: '#173a8a' },
  slave: { face: '#e6f7f4', line: '#0d9488', ink: '#0b4f4a' },
  other: { face: '#fdf3e0', line: '#d97706', ink: '#713f0a' },
};

const DARK: Readonly<Record<string, Shade>> = {
  namesrv: { face: '#2a2145', line: '#a78bfa', ink: '#ddd3fe' },
  master: { face: '#1a2a4a', line: '#60a5fa', ink: '#cfe1ff' },
  slave: { face: '#14332f', line: '#2dd4bf', ink: '#c3f3ea' },
  other: { face: '#3a2a12', line: '#fbbf24', ink: '#fde9bd' },
};

const HEALTH: Readonly<Record<string, string>> = {
  pass: '#16a34a',
  warn: '#d97706',
  fail: '#dc2626',
  skip: '#6b7280',
};

function cards(shades: Readonly<Record<string, Shade>>): string {
  return Object.entries(shades)
    .map(
      ([look, { face, line, ink }]) =>
        `.${look} .face{fill:${face};stroke:${line}}.${look} .chip,.${look} .edge{fill:${line}}.${look} text{fill:${ink}}`,
    )
    .join('');
}

const marks = Object.entries(HEALTH)
  .map(([health, colour]) => `.${health} .mark{fill:${colour}}.card.${health} .face{stroke:${colour}}`)
  .join('');

/** The class of a picture's root: in a page of HTML its rules apply to nothing else. */
export const SCOPE = 'topology';

const RULES = [
  'text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif}',
  '.title{font-size:19px;font-weight:700}.subtitle{font-size:13px;font-weight:400}',
  '.host-name{font-size:14px;font-weight:600}.address,.legend{font-size:12px}',
  '.name{font-size:13px;font-weight:600}.detail{font-size:11px}.sign{font-size:11px;font-weight:700}',
  '.face{stroke-width:1;stroke-opacity:.55}.arrow{fill:none;stroke-width:1.6}',
  '.paper{fill:#fff}.host{fill:#f8fafc;stroke:#cbd5e1}.title,.host-name{fill:#0f172a}',
  '.subtitle,.address,.legend{fill:#526077}.arrow{stroke:#64748b}.tip{fill:#64748b}',
  cards(LIGHT),
  marks,
  '.card .sign{fill:#fff}.fail .face,.warn .face{stroke-width:2;stroke-opacity:1}',
  '@media(prefers-color-scheme:dark){',
  '.paper{fill:#0d1320}.host{fill:#151d2d;stroke:#334155}.title,.host-name{fill:#f1f5f9}',
  '.subtitle,.address,.legend{fill:#a3b1c6}.arrow{stroke:#94a3b8}.tip{fill:#94a3b8}',
  cards(DARK),
  marks,
  '.card .sign{fill:#fff}',
  '}',
].join('');

/** The style sheet of a picture. */
export const STYLE = RULES.replaceAll(/(?<=^|[{}])[^{}@]+(?=\{)/g, (selectors) =>
  selectors
    .split(',')
    .map((selector) => `.${SCOPE} ${selector}`)
    .join(),
);
