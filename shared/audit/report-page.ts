import type { AuditReport } from './audit-report.ts'
import { bytes, count, duration, escaped, moment } from './html.ts'
import { REASONS, type Reason } from './next-repair.ts'
import { COLORS, durationBars, endsBar, timelineBars } from './report-charts.ts'
import { STYLE } from './report-style.ts'
import { type DatasetTold, ENDS, type ProblemTold } from './summarize-loads.ts'
import { verdictOf } from './verdict.ts'

/** Rows of a table of names: who wants all of them reads the JSON beside the page. */
const ROWS_MAX = 200

/** The report as one page that needs nothing else. */
export function reportPage(report: AuditReport): string {
  const { run, period } = report
  const verdict = verdictOf(report)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Audit of ${escaped(run.stack)}, ${moment(run.endedAt)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>Audit of ${escaped(run.stack)}</h1>
<p class="quiet">${moment(period.from)} to ${moment(period.to)} · the run took ${duration(Date.parse(run.endedAt) - Date.parse(run.startedAt))}</p>
<div class="verdict ${verdict.isWell ? 'well' : 'care'}">${verdict.lines.map((line) => `<p>${escaped(line)}</p>`).join('')}</div>
${figures(report)}
<h2>Files that came to an end</h2>
${timelineBars(report.timeline, { from: `${period.from.slice(11, 16)} UTC`, to: `${period.to.slice(11, 16)} UTC` })}
<h2>By dataset</h2>
${datasets(report.datasets)}
<h2>What needs a person</h2>
${problems(report)}
<h2>What was repaired</h2>
${repairs(report)}
<h2>What was looked at</h2>
${looked(report)}
</body>
</html>
`
}

function figures({
  datasets: all,
  repairs: { total },
  problems: { failed, failedBefore, rejected },
}: AuditReport): string {
  const sum = (of: (dataset: DatasetTold) => number) =>
    all.reduce((before, dataset) => before + of(dataset), 0)
  const shown = [
    [count(sum(({ files }) => files.loaded)), 'files loaded'],
    [count(sum(({ rows }) => rows.written)), 'rows written'],
    [count(sum(({ rows }) => rows.rejected)), 'rows refused'],
    [bytes(sum((dataset) => dataset.bytes)), 'read'],
    [count(rejected), 'files rejected'],
    [count(failed + failedBefore), 'loads failed'],
    [count(total), 'repairs'],
  ] as const
  return `<div class="figures">${shown.map(([value, label]) => `<div><b>${value}</b>${label}</div>`).join('')}</div>`
}

function datasets(all: readonly DatasetTold[]): string {
  if (all.length === 0) return '<p class="quiet">No file came to an end in this period.</p>'
  const seen = ENDS.filter((end) => all.some(({ files }) => files[end] > 0))
  const legend = seen.map((end) => `<span><i style="background:${COLORS[end]}"></i>${end}</span>`).join('')
  const rows = all.map(({ name, files, rows: { written, rejected }, bytes: size, uploadToLoaded: took }) => [
    `<td class="name">${escaped(name)}</td>`,
    `<td class="bars">${endsBar(files)}<span class="quiet">${ENDS.filter((end) => files[end] > 0)
      .map((end) => `${count(files[end])} ${end}`)
      .join(', ')}</span></td>`,
    number(count(written)),
    number(count(rejected)),
    number(bytes(size)),
    took
      ? `<td class="bars">${durationBars(took.bars)}<span class="quiet">half in ${duration(took.p50)}, 95 % in ${duration(took.p95)}, all in ${duration(took.max)}</span></td>`
      : '<td class="quiet">none loaded</td>',
  ])
  return `<p class="legend quiet">${legend}</p>
${table([['dataset'], ['files'], ['rows', 'number'], ['refused', 'number'], ['size', 'number'], ['from upload to loaded']], rows, 'chart')}`
}

function problems({ run, problems: { named, rejected, failed, failedBefore } }: AuditReport): string {
  const total = rejected + failed + failedBefore
  if (total === 0) return '<p class="quiet">Nothing.</p>'
  const rows = named
    .slice(0, ROWS_MAX)
    .map((problem) => [
      `<td>${problem.status}</td>`,
      `<td class="name">${escaped(problem.object)}<br><span class="quiet">version ${escaped(problem.version)}, since ${moment(problem.since)}</span></td>`,
      `<td class="name">${escaped(whyOf(problem))}</td>`,
    ])
  return `<p class="quiet">A rejected file is corrected and uploaded again. A failed load is loaded again when its cause is mended: <code>npm run reload -- OBJECT --version VERSION --stage ${escaped(stageOf(run.stack))}</code></p>
${table([['status'], ['object'], ['why']], rows)}${more(total - rows.length)}`
}

/** A stack is `stevedore-STAGE`, to the commands too. */
function stageOf(stack: string): string {
  return stack.replace(/^stevedore-/, '')
}

function whyOf({ code, message }: ProblemTold): string {
  return [code, message].filter(Boolean).join(': ') || 'the ledger does not say'
}

function repairs({ repairs: { total, byReason, named } }: AuditReport): string {
  if (total === 0) return '<p class="quiet">Nothing had to be.</p>'
  const reasons = Object.entries(byReason).map(([reason, times]) => [
    `<td>${escaped(REASONS[reason as Reason])}</td>`,
    number(count(times)),
  ])
  const rows = named
    .slice(0, ROWS_MAX)
    .map(({ object, version, act, reason }) => [
      `<td>${act}</td>`,
      `<td class="name">${escaped(object)}<br><span class="quiet">version ${escaped(version)}</span></td>`,
      `<td>${escaped(REASONS[reason])}</td>`,
    ])
  return `${table([['why'], ['times', 'number']], reasons, 'counts')}
${table([['done'], ['object'], ['why']], rows)}${more(total - rows.length)}`
}

function looked({ bucket, hour, queues, run }: AuditReport): string {
  const scope = bucket.since === undefined ? 'all of them' : `those uploaded since ${moment(bucket.since)}`
  const queue = (name: 'loads' | 'launches') =>
    queues[name].isEmpty
      ? 'empty'
      : `not empty${queues[name].waitingSince === undefined ? '' : `, the oldest message since ${moment(new Date(queues[name].waitingSince ?? 0).toISOString())}`}`
  const lines = [
    `${count(bucket.listed)} object versions were listed; ${count(bucket.compared)} of the datasets' (${scope}) were held against the ledger, and ${count(bucket.unknown)} had no entry there${bucket.isWhole ? '' : '. The bucket is not at its end: the next run goes on'}.`,
    `Loaded for the hour: ${count(hour.settled)} brought to an end, ${count(hour.later)} left for the next hour, ${count(hour.broken)} ended on a fault.`,
    `Queue loads: ${queue('loads')}. Queue launches: ${queue('launches')}.`,
    `Run ${run.id}${run.taskArn ? ` in task ${run.taskArn}` : ''}.`,
  ]
  return lines.map((line) => `<p>${escaped(line)}</p>`).join('\n')
}

function table(
  heads: readonly (readonly [string, string?])[],
  rows: readonly (readonly string[])[],
  kind = '',
): string {
  const head = heads.map(([text, name]) => `<th${name ? ` class="${name}"` : ''}>${text}</th>`).join('')
  const body = rows.map((cells) => `<tr>${cells.join('')}</tr>`).join('\n')
  return `<div class="table"><table${kind ? ` class="${kind}"` : ''}><thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table></div>`
}

function number(text: string): string {
  return `<td class="number">${text}</td>`
}

function more(left: number): string {
  return left > 0
    ? `<p class="quiet">and ${count(left)} more: the JSON beside this page names those it has room for.</p>`
    : ''
}
