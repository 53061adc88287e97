import { parseArgs } from 'node:util'

export interface BenchOptions {
  readonly json: string | undefined
  readonly only: readonly string[]
  readonly packaged: string | undefined
  readonly rows: number
  readonly full: boolean
}

const ROWS = 1_000_000
const ROWS_MIN = 64_000

export const USAGE = `npm run bench -- [options]
  --only NAME        one measure; may be given again
  --json FILE        writes every figure and sample there
  --rows N           rows of a run of ours (${ROWS}); for slower machines
  --packaged FOLDER  measures an application that was packaged before
  --full             with 2 GB of input
`

export function parseArguments(args: readonly string[], names: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: 'string' },
      only: { type: 'string', multiple: true, default: [] },
      packaged: { type: 'string' },
      rows: { type: 'string', default: String(ROWS) },
      full: { type: 'boolean', default: false },
    },
  })
  const { json, only, packaged, full } = values
  const unknown = only.find((name) => !names.includes(name))
  if (unknown !== undefined)
    throw new Error(`--only ${unknown}: no such measure. There are: ${names.join(' ')}`)
  const rows = Number(values.rows)
  if (!Number.isSafeInteger(rows) || rows < ROWS_MIN)
    throw new Error(`--rows ${values.rows}: expected a number of at least ${ROWS_MIN}`)
  return { json, only, packaged, rows, full }
}
