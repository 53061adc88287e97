import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BigFile, DATASET, writeBigFile } from './big-file.ts'
import { type LoadedObject, startLoadingWorld } from './loading-world.ts'
import { seededRandom } from './seeded-random.ts'

/** 1,000 for what the project promises; the default is for every day. */
const SIZE_MB = Number(process.env.ENDURANCE_MB ?? 20)
const SEED = Number(process.env.ENDURANCE_SEED ?? Date.now() % 1_000_000)
/** Of five interruptions; the others are asked to stop. Each costs the wait until the lease has run out. */
const KILLS = Number(process.env.ENDURANCE_KILLS ?? 1)
const INTERRUPTIONS = 5
const COUNTS = ['status', 'rowsRead', 'rowsWritten', 'rowsRejected', 'rowsDuplicate', 'bytes'] as const

let world: Awaited<ReturnType<typeof startLoadingWorld>>
let file: BigFile

beforeAll(async () => {
  world = await startLoadingWorld(DATASET, SIZE_MB * 20_000)
  file = await writeBigFile(join(world.folder, 'readings.csv'), SIZE_MB * 1_000_000)
})
afterAll(() => world.close())

test(`F18 F39 F40 a load of ${SIZE_MB} MB that is interrupted ${INTERRUPTIONS} times ends as one that never was (seed ${SEED})`, async () => {
  const whole = await world.upload('readings/whole.csv', join(world.folder, 'readings.csv'))
  expect(await run(whole)).toBe(0)
  const uninterrupted = await end(whole)
  expect(wrongRows()).toEqual([])
  expect(uninterrupted.counts).toEqual([
    'loaded',
    ...[file.rowCount, file.rowCount - file.rejectedCount, file.rejectedCount, 0, file.sizeBytes].map(String),
  ])

  world.table.forget()
  const broken = await world.upload('readings/broken.csv', join(world.folder, 'readings.csv'))
  const random = seededRandom(SEED)
  for (let n = 0; n < INTERRUPTIONS; n++) {
    // A share of the file each, so that every one of them strikes on the way.
    const afterRows = Math.ceil((random() * 0.8 * file.rowCount) / INTERRUPTIONS) + 1
    const killed = n >= INTERRUPTIONS - KILLS
    expect(await interrupt(broken, afterRows, killed ? 'SIGKILL' : 'SIGTERM')).toBe(killed ? 'SIGKILL' : 143)
    // Who is asked to stop leaves a checkpoint behind all that was sent: no row goes out twice.
    if (!killed) expect(await checkpointed(broken)).toBe(world.table.rowsReceived())
  }
  expect(await run(broken)).toBe(0)
  const interrupted = await end(broken)
  expect(wrongRows()).toEqual([])
  expect(interrupted.counts).toEqual(uninterrupted.counts)
  expect(interrupted.rejects === uninterrupted.rejects, 'the reject files have the same bytes').toBe(true)
  expect(interrupted.attempts).toBe(INTERRUPTIONS + 1)
})

async function run(object: LoadedObject): Promise<number | string> {
  return exitOf(world.work(object, tellEnd))
}

/** Lets a worker write so many rows, then strikes. */
async function interrupt(
  object: LoadedObject,
  afterRows: number,
  signal: NodeJS.Signals,
): Promise<number | string> {
  const worker = world.work(object, tellEnd)
  const from = world.table.rowsReceived()
  world.table.watch((rows) => {
    if (rows - from < afterRows) return
    world.table.watch(() => undefined)
    worker.kill(signal)
  })
  return exitOf(worker)
}

async function exitOf(worker: ChildProcess): Promise<number | string> {
  const [code, signal] = (await once(worker, 'exit')) as [number | null, string | null]
  return code ?? signal ?? ''
}

function tellEnd(line: string): void {
  if (process.env.ENDURANCE_LOG) process.stdout.write(line)
}

async function checkpointed(object: LoadedObject): Promise<number> {
  const { checkpoint } = await world.ledger(object)
  return Number(checkpoint?.M?.rowsWritten?.N)
}

async function end(object: LoadedObject) {
  const item = await world.ledger(object)
  return {
    counts: COUNTS.map((name) => item[name]?.S ?? item[name]?.N),
    attempts: Number(item.attempt?.N),
    rejects: await world.rejects(item),
  }
}

/** Ids whose item is not the one that the file asks for: at most ten of them, to be looked at. */
function wrongRows(): number[] {
  const wrong: number[] = []
  for (let id = 0; id < file.rowCount && wrong.length < 10; id++)
    if (world.table.checksums[id] !== file.checksums[id]) wrong.push(id)
  return wrong
}
