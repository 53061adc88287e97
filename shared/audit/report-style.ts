/** The style of the report's page. No font, script or image comes from elsewhere. */
export const STYLE = `
:root { color-scheme: light; }
body { font: 15px/1.5 system-ui, sans-serif; color: #1c2624; background: #fff; max-width: 1080px; margin: 32px auto; padding: 0 24px; }
h1 { font-size: 26px; margin: 0 0 4px; }
h2 { font-size: 18px; margin: 36px 0 8px; }
p { margin: 4px 0; }
.quiet { color: #5d6b68; }
.verdict { border-left: 6px solid; padding: 10px 16px; margin: 20px 0; font-size: 17px; background: #f4f7f6; }
.well { border-color: #2f7d6d; }
.care { border-color: #c23b3b; }
.figures { display: flex; flex-wrap: wrap; gap: 12px 40px; margin: 20px 0; }
.figures div { min-width: 90px; }
.figures b { display: block; font-size: 26px; font-weight: 600; line-height: 1.2; }
table { border-collapse: collapse; width: 100%; }
th { text-align: left; font-weight: 600; color: #5d6b68; }
th, td { padding: 6px 14px 6px 0; border-bottom: 1px solid #e3e9e7; vertical-align: top; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.name { overflow-wrap: anywhere; min-width: 240px; }
.chart td { vertical-align: middle; }
.chart td.name { min-width: 120px; }
svg { display: block; max-width: 100%; }
svg text { font: 10px system-ui, sans-serif; fill: #5d6b68; }
.legend span { display: inline-block; margin-right: 16px; }
.legend i { display: inline-block; width: 11px; height: 11px; margin-right: 5px; }
code { font: 13px ui-monospace, monospace; overflow-wrap: anywhere; }
@media print { body { margin: 0; } }
`
