import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageApplication } from '../local/package-application.ts'
import { createBench } from './harness/bench.ts'
import { createInputs } from './harness/inputs.ts'
import type { Line } from './harness/line.ts'
import { describeMachine, printMachine } from './harness/machine.ts'
import { LEGEND, printTable } from './harness/print-table.ts'
import { createPrograms } from './harness/programs.ts'
import { startNullServer } from './harness/start-null-server.ts'
import { tempFolder } from './harness/temp-folder.ts'
import { audit } from './measures/audit.ts'
import { endToEnd } from './measures/end-to-end.ts'
import { functionStart } from './measures/function-start.ts'
import type { Measure } from './measures/measure.ts'
import { memory } from './measures/memory.ts'
import { parts } from './measures/parts.ts'
import { scaling } from './measures/scaling.ts'
import { smallObjects } from './measures/small-objects.ts'
import { task } from './measures/task.ts'
import { parseArguments, USAGE } from './parse-arguments.ts'

const MEASURES: readonly Measure[] = [
  ...endToEnd,
  task,
  ...parts,
  smallObjects,
  scaling,
  ...memory,
  audit,
  functionStart,
]
const root = join(import.meta.dirname, '..')

try {
  process.exitCode = await main()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`)
  process.exitCode = 1
}

async function main(): Promise<number> {
  const options = parseArguments(
    process.argv.slice(2),
    MEASURES.map(({ name }) => name),
  )
  const chosen = MEASURES.filter(({ name }) => options.only.length === 0 || options.only.includes(name))
  const machine = describeMachine(root)
  tell(printMachine(machine))

  const begunAt = performance.now()
  const temp = tempFolder()
  const packaged = options.packaged ?? (await packageInto(join(temp, 'package')))
  const server = await startNullServer()
  const lines: Line[] = []
  const faults: string[] = []
  try {
    const programs = await createPrograms({ packaged, temp, endpoint: server.endpoint })
    const { full, rows } = options
    const bench = createBench({
      inputs: createInputs(temp),
      packaged,
      temp,
      server,
      programs,
      full,
      rows,
      tell,
    })
    for (const measure of chosen) {
      tell(`${measure.name} …\n`)
      try {
        lines.push(...(await measure.run(bench, lines)))
      } catch (error) {
        faults.push(`${measure.name}: ${error instanceof Error ? error.message : String(error)}`)
      }
    }
  } finally {
    server.stop()
  }
  tell(`\n${printTable(lines)}\n${LEGEND}${seconds(begunAt)} s in all\n`)
  for (const fault of faults) tell(`\nNot measured: ${fault}\n`)
  if (options.json)
    writeFileSync(options.json, `${JSON.stringify({ machine, options, lines, faults }, null, 2)}\n`)
  return faults.length > 0 ? 1 : 0
}

async function packageInto(target: string): Promise<string> {
  tell('Packaging the application …\n')
  // With the parameters of an account, and not those of a laptop.
  await packageApplication({ root, target, params: [], stage: 'bench' })
  return target
}

function tell(text: string): void {
  process.stdout.write(text)
}

function seconds(since: number): number {
  return Math.round((performance.now() - since) / 1000)
}
