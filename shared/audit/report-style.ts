/** The style of the report's page. No font, script or image comes from elsewhere. */
export const STYLE = `
:root { color-scheme: light dark; --text: #1c2624; --quiet: #5d6b68; --page: #fff; --box: #f4f7f6; --line: #e3e9e7; --none: #ddd; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e4ebe9; --quiet: #9aaba7; --page: #151a19; --box: #1f2725; --line: #2d3835; --none: #3a4643; }
}
body { font: 15px/1.5 system-ui, sans-serif; color: var(--text); background: var(--page); max-width: 1080px; margin: 32px auto; padding: 0 24px; }
h1 { font-size: 26px; margin: 0 0 4px; overflow-wrap: anywhere; }
h2 { font-size: 18px; margin: 36px 0 8px; }
p { margin: 4px 0; overflow-wrap: anywhere; }
.quiet { color: var(--quiet); }
.verdict { border-left: 6px solid; padding: 10px 16px; margin: 20px 0; font-size: 17px; background: var(--box); }
.well { border-color: #2f7d6d; }
.care { border-color: #c23b3b; }
.figures { display: flex; flex-wrap: wrap; gap: 12px 40px; margin: 20px 0; }
.figures div { min-width: 90px; }
.figures b { display: block; font-size: 26px; font-weight: 600; line-height: 1.2; }
.table { overflow-x: auto; margin-bottom: 20px; }
table { border-collapse: collapse; width: 100%; }
th { text-align: left; font-weight: 600; color: var(--quiet); }
th, td { padding: 6px 14px 6px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.name { overflow-wrap: anywhere; min-width: 200px; }
td.bars { min-width: 190px; }
.counts { width: auto; min-width: 40%; }
.chart td { vertical-align: middle; }
.chart td.name { min-width: 110px; }
svg { display: block; max-width: 100%; height: auto; }
svg text { font: 10px system-ui, sans-serif; fill: var(--quiet); }
svg .none { fill: var(--none); }
.legend span { display: inline-block; margin-right: 16px; }
.legend i { display: inline-block; width: 11px; height: 11px; margin-right: 5px; }
code { font: 13px ui-monospace, monospace; overflow-wrap: anywhere; }
@media print { body { margin: 0; } }
`
