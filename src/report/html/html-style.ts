/** The style sheet of the HTML report: readable on light and dark, on paper and on a small screen. */
export const HTML_STYLE = `
:root{color-scheme:light dark;--paper:#fff;--ink:#1c2430;--faint:#5c6675;--line:#d8dee6;--soft:#f4f6f9;--code:#e6eaf0;--pass:#1a7f4b;--fail:#c0322b;--warn:#9a6300;--skip:#5c6675}
@media (prefers-color-scheme:dark){:root{--paper:#12161c;--ink:#e6eaf0;--faint:#9aa5b4;--line:#2c3440;--soft:#1a2028;--code:#262e39;--pass:#4cc38a;--fail:#ff7b72;--warn:#e3a93b;--skip:#9aa5b4}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:68rem;padding:2rem 1.25rem 4rem;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
h1{margin:0;font-size:1.7rem}h2{margin:2.2rem 0 .7rem;font-size:1.15rem}h3{margin:0;font-size:1rem}
header p{margin:.15rem 0;color:var(--faint)}
.verdict{margin:.8rem 0 .3rem!important;font-size:1.2rem;font-weight:600}
.pass,.verdict.pass{color:var(--pass)}.fail,.verdict.fail{color:var(--fail)}.warn{color:var(--warn)}.skip{color:var(--skip)}
.counts span{display:inline-block;margin-right:1rem;font-weight:600}
small{color:var(--faint);font-weight:400}
article{margin:.7rem 0;padding:.7rem 1rem;border-left:4px solid var(--fail);border-radius:4px;background:var(--soft);color:var(--ink)}
article.fail{color:var(--ink)}article h3{color:var(--fail)}
article p,td p{margin:.1rem 0}
.hint,.note{color:var(--faint)}.hint::before{content:"→ "}
pre{margin:.4rem 0;padding:.5rem .7rem;overflow-x:auto;border-radius:4px;background:var(--code);font:12.5px/1.45 ui-monospace,monospace;white-space:pre-wrap;overflow-wrap:anywhere}
.picture,.plot{overflow-x:auto}
svg{max-width:100%;height:auto}.plot svg{min-width:36rem}.picture svg{min-width:24rem}
details{border-top:1px solid var(--line)}summary{padding:.5rem 0;cursor:pointer;font-weight:600}
table{width:100%;border-collapse:collapse;margin-bottom:.8rem}
td{padding:.3rem .8rem .3rem 0;vertical-align:top;border-top:1px solid var(--soft);overflow-wrap:anywhere}
td:first-child{width:5rem;white-space:nowrap;font-weight:600}td:nth-child(2){width:14rem;color:var(--faint)}
.plot text{fill:var(--faint);font:12px system-ui,sans-serif}.plot .name{fill:var(--ink)}
.plot line{stroke:var(--line)}.plot .dot{fill:var(--pass);fill-opacity:.55}.plot .median{stroke:var(--ink);stroke-width:2}
@media (max-width:40rem){table,tbody,tr{display:block}tr{padding:.3rem 0;border-top:1px solid var(--soft)}td,td:nth-child(2){display:inline-block;width:auto;padding:0 .6rem 0 0;border:0}td:nth-child(3){display:block;padding:0}}
`;
