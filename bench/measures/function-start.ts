import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { unzipSync } from 'fflate'
import type { Bench } from '../harness/bench.ts'
import { type PackagedFunction, packagedFunctions } from '../harness/read-template.ts'
import { runProcess } from '../harness/run-process.ts'
import type { Measure } from './measure.ts'

const STARTS = 20
const START_MS_MAX = 60
const BUNDLE_KB_MAX = 450

/** Every function of the package: from `require` of its bundle to its handler being there, each in a fresh process. */
export const functionStart: Measure = {
  name: 'functions',
  run: async (bench) => {
    const lines = []
    for (const packaged of packagedFunctions(bench.packaged)) {
      const { name, bundle } = packaged
      const { folder, bytes } = unpack(bench, packaged)
      const starts: number[] = []
      for (let start = 0; start < STARTS; start++) starts.push(await startTime(packaged, folder))
      const common = { naive: [], raw: [] }
      lines.push(
        {
          ...common,
          name: `${name}-start`,
          title: `${name}: start`,
          unit: 'ms',
          ours: starts,
          targets: [{ kind: 'at-most', value: START_MS_MAX } as const],
        },
        {
          ...common,
          name: `${name}-bundle`,
          title: `${name}: ${bundle.slice(bundle.lastIndexOf('/') + 1)}`,
          unit: 'KB',
          ours: [bytes / 1000],
          targets: [{ kind: 'at-most', value: BUNDLE_KB_MAX } as const],
        },
      )
    }
    return lines
  },
}

function unpack(
  { packaged, temp }: Bench,
  { name, bundle }: PackagedFunction,
): { folder: string; bytes: number } {
  const folder = join(temp, 'functions', name)
  const files = unzipSync(readFileSync(join(packaged, `${name}.zip`)))
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), bytes)
  }
  const bytes = files[bundle]?.length
  if (bytes === undefined) throw new Error(`${name}.zip holds no ${bundle}`)
  return { folder, bytes }
}

async function startTime({ bundle, variables }: PackagedFunction, folder: string): Promise<number> {
  const { output } = await runProcess({
    arguments: [join(import.meta.dirname, '..', 'parts', 'start-function.cjs'), bundle],
    folder,
    env: {
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'bench',
      AWS_SECRET_ACCESS_KEY: 'bench',
      ...Object.fromEntries(
        Object.entries(variables).map(([name, value]) => [name, value ?? deployedValue(name)]),
      ),
    },
  })
  return (JSON.parse(output) as { milliseconds: number }).milliseconds
}

/** Of the form that a deploy gives it; no request is made by it. */
function deployedValue(variable: string): string {
  return variable.endsWith('_URL')
    ? 'https://sqs.us-east-1.amazonaws.com/000000000000/queue'
    : variable.toLowerCase()
}
