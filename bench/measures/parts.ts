import { join } from 'node:path'
import type { Bench } from '../harness/bench.ts'
import { ROWS_PER_CORE } from '../harness/line.ts'
import { LEDGER_TABLE } from '../harness/programs.ts'
import { runProcess } from '../harness/run-process.ts'
import type { InputFormat } from '../input/write-input.ts'
import { type Measure, ROUNDS } from './measure.ts'

const ROWS_A_REQUEST = 25

const FORMATS: readonly { name: string; title: string; format: InputFormat }[] = [
  { name: 'parse-csv', title: 'read, check, encode only: CSV', format: 'csv' },
  { name: 'parse-quoted', title: 'read, check, encode only: quoted', format: 'quoted-csv' },
  { name: 'parse-ndjson', title: 'read, check, encode only: NDJSON', format: 'ndjson' },
]

interface Part {
  readonly rows: number
  readonly rejects?: number
  /** Of the work alone, without the start of the process. */
  readonly cpuSeconds: number
}

/** Parts of a load, each alone: the share of the limit that the whole reaches. */
export const parts: readonly Measure[] = [
  ...FORMATS.map(({ name, title, format }) => ({
    name,
    run: async (bench: Bench) => {
      const { file, rows, badRows } = await bench.inputs.make({ format, from: 0, rows: bench.rows })
      const dataset = format === 'ndjson' ? 'ndjson' : 'csv'
      const samples = await rounds(() => runPart('parse-rows.ts', [file, dataset], {}))
      for (const sample of samples)
        if (sample.rejects !== badRows || sample.rows !== rows - badRows)
          throw new Error(
            `${name}: ${sample.rows} rows and ${sample.rejects} rejects were read, of ${rows} and ${badRows}`,
          )
      return [lineOf(name, title, samples)]
    },
  })),
  {
    name: 'send',
    run: async (bench) => {
      const requests = Math.ceil(bench.rows / ROWS_A_REQUEST)
      const samples = await rounds(() => sendRows(bench, requests))
      return [lineOf('send', `send only: ${ROWS_A_REQUEST} rows a request`, samples)]
    },
  },
]

async function sendRows({ server, endpoint }: Bench, requests: number): Promise<Part> {
  await server.begin({ objects: {}, messages: [], ledgerTable: LEDGER_TABLE })
  const sample = await runPart('send-rows.ts', [String(requests)], {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
    AWS_ENDPOINT_URL: endpoint,
  })
  const { arrived } = await server.report()
  if (arrived.items !== sample.rows)
    throw new Error(`send: ${arrived.items} items arrived, of ${sample.rows}`)
  return sample
}

async function runPart(name: string, args: readonly string[], env: Record<string, string>): Promise<Part> {
  const folder = join(import.meta.dirname, '..', 'parts')
  const { output } = await runProcess({ arguments: [join(folder, name), ...args], folder, env })
  return JSON.parse(output) as Part
}

async function rounds(run: () => Promise<Part>): Promise<readonly Part[]> {
  const samples = []
  for (let round = 0; round < ROUNDS; round++) samples.push(await run())
  return samples
}

function lineOf(name: string, title: string, samples: readonly Part[]) {
  const ours = samples.map(({ rows, cpuSeconds }) => rows / cpuSeconds)
  return { name, title, unit: ROWS_PER_CORE, ours, naive: [], targets: [], raw: samples }
}
