import { costOfBigFiles, TERABYTE } from './big-files.ts'
import { costOfIdleMonth } from './idle.ts'
import { ROWS_A_SMALL_FILE, SMALL_FILE } from './measured.ts'
import { costOfNetworks } from './networks.ts'
import { costOf, PRICES } from './prices.ts'
import { type CostLine, costOfSmallFiles, costOfTaskForEach, sumOf } from './small-files.ts'

const MILLION = 1_000_000

/** The tables of docs/cost.md, in their order there. */
export function costTables(): readonly string[] {
  return [
    costTable('a month', { '2 tasks': costOfIdleMonth(2), '0 tasks': costOfIdleMonth(0) }),
    costTable('a million small files', {
      service: withRows(costOfSmallFiles(SMALL_FILE, MILLION)),
      'a task for each': withRows(costOfTaskForEach(SMALL_FILE, MILLION)),
    }),
    costTable('a terabyte of CSV', { 'large files': costOfBigFiles(TERABYTE) }),
    priceTable(),
  ]
}

/** The table of docs/network.md. */
export function networkTable(): string {
  return costTable('a month, with 2 tasks', costOfNetworks(2))
}

function withRows(lines: readonly CostLine[]): readonly CostLine[] {
  return [...lines, { what: 'rows', usd: costOf('dynamodbWrite', MILLION * ROWS_A_SMALL_FILE) }]
}

function costTable(title: string, columns: Readonly<Record<string, readonly CostLine[]>>): string {
  const all = Object.values(columns)
  const whats = new Set(all.flatMap((lines) => lines.map(({ what }) => what)))
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const body = [...whats].map((what) =>
    row([what, ...all.map((lines) => dollars(sumOf(lines.filter((line) => line.what === what))))]),
  )
  return [
    row([title, ...Object.keys(columns)]),
    row(['---', ...all.map(() => '---:')]),
    ...body,
    row(['**together**', ...all.map((lines) => `**${dollars(sumOf(lines))}**`)]),
  ].join('\n')
}

function priceTable(): string {
  const rows = Object.entries(PRICES).map(
    ([name, { usd, per, page }]) => `| ${name} | ${usd} | ${per.toLocaleString('en-US')} | <${page}> |`,
  )
  return ['| price | $ | for | page |', '| --- | ---: | ---: | --- |', ...rows].join('\n')
}

function dollars(usd: number): string {
  return usd.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
}
