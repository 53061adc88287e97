import { costOfAudit, costOfInventory } from './audit.ts'
import { costOfBigFiles, TERABYTE } from './big-files.ts'
import { costOfIdleMonth } from './idle.ts'
import { ROWS_A_SMALL_FILE, SMALL_FILE } from './measured.ts'
import { costOfNetworks } from './networks.ts'
import { costOf, PRICES } from './prices.ts'
import { type CostLine, costOfSmallFiles, costOfTaskForEach, sumOf } from './small-files.ts'
import { LARGE_TASK, SMALL_TASK } from './task-cost.ts'
import { costOfWorkload, WORKLOADS } from './workloads.ts'

const MILLION = 1_000_000

/** The tables of docs/cost.md, in their order there. */
export function costTables(): readonly string[] {
  return [
    costTable('a month', { '2 tasks': costOfIdleMonth(2), '0 tasks': costOfIdleMonth(0) }),
    costTable('a million small files', {
      service: withRows(costOfSmallFiles(SMALL_FILE, MILLION)),
      'a task for each': withRows(costOfTaskForEach(SMALL_FILE, MILLION)),
    }),
    costTable('a terabyte of CSV', {
      'files below 1 GiB': costOfBigFiles(TERABYTE, SMALL_TASK),
      'files from 1 GiB on': costOfBigFiles(TERABYTE, LARGE_TASK),
    }),
    workloadTable(),
    auditTable(),
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

function workloadTable(): string {
  const rows = WORKLOADS.map((workload) => {
    const { gb, rows, stack, loads, writes, stored } = costOfWorkload(workload)
    const together = `**${dollars(stack + loads + writes)}**`
    const cells = [stack, loads, writes].map(dollars)
    return `| ${count(workload.files)} | ${size(workload.bytes)} | ${count(gb)} | ${count(rows / MILLION)} | ${cells.join(' | ')} | ${together} | ${dollars(stored)} |`
  })
  return [
    '| files a month | of each | GB | million rows | stack | loads | row writes | together | to keep |',
    '| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...rows,
  ].join('\n')
}

function auditTable(): string {
  const rows = [MILLION, 10 * MILLION, 100 * MILLION].map((versions) => {
    const lines = costOfAudit(versions)
    const cells = lines.map(({ usd }) => dollars(usd))
    return `| ${count(versions)} | ${cells.join(' | ')} | **${dollars(sumOf(lines))}** | ${dollars(costOfInventory(versions))} |`
  })
  const names = costOfAudit(1).map(({ what }) => what)
  return [
    `| versions in the bucket | ${names.join(' | ')} | together | S3 Inventory, daily |`,
    '| ---: | ---: | ---: | ---: | ---: | ---: |',
    ...rows,
  ].join('\n')
}

function priceTable(): string {
  const rows = Object.entries(PRICES).map(
    ([name, { usd, per, page }]) => `| ${name} | ${usd} | ${per.toLocaleString('en-US')} | <${page}> |`,
  )
  return ['| price | $ | for | page |', '| --- | ---: | ---: | --- |', ...rows].join('\n')
}

function count(number: number): string {
  return number.toLocaleString('en-US', { maximumFractionDigits: 0 })
}

function size(bytes: number): string {
  const [unit, name] = bytes >= 1e9 ? [1e9, 'GB'] : bytes >= 1e6 ? [1e6, 'MB'] : [1e3, 'kB']
  return `${bytes / unit} ${name}`
}

function dollars(usd: number): string {
  return usd.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
}
