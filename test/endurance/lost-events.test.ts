import { afterAll, beforeAll, expect, test } from 'vitest'
import { queueIsEmpty } from '../system/deliveries.ts'
import { auditEnd, reportOf, startAudit, turnRules } from '../system/run-audit.ts'
import { startStack } from '../system/stack.ts'
import { seededRandom } from './seeded-random.ts'
import { depth, loadsEnd, rowFaults, type Stack, uploadFiles } from './service.ts'
import { ROWS_A_FILE } from './small-files.ts'

// Events dropped at random: the rules are disabled again and again while files are uploaded and the audit runs.

const FILES = Number(process.env.LOST_FILES ?? 160)
const SEED = Number(process.env.ENDURANCE_SEED ?? Date.now() % 1_000_000)
/** Runs of the audit while files are uploaded. */
const RUNS = 3
/** So often the rules are turned during each of them. */
const TURNS = 4

const random = seededRandom(SEED)
let stack: Stack
beforeAll(async () => {
  stack = await startStack()
})
afterAll(() => stack?.close())

test(`F04 of ${FILES} files some events are dropped, rules and audit race for the others, and each is loaded once (seed ${SEED})`, async () => {
  const runs: string[] = []
  const audit = async () => {
    const run = await startAudit(stack, { LOST_AFTER_SECONDS: '0' })
    runs.push(run)
    expect(await auditEnd(stack, run)).toBe(0)
  }
  const part = Math.ceil(FILES / RUNS / TURNS)
  for (let first = 0; first < FILES; ) {
    const running = audit()
    for (let turn = 0; turn < TURNS && first < FILES; turn++, first += part) {
      // Both happen in every run, in an order that chance decides.
      const isDropped = turn < 2 ? random() < 0.5 : turn === 2
      await turnRules(stack, isDropped ? 'DisableRule' : 'EnableRule')
      await uploadFiles(stack, Math.min(part, FILES - first), first)
    }
    await running
  }
  await turnRules(stack, 'EnableRule')
  // What is on its way is let be: behind an empty queue all that is left is lost.
  await queueIsEmpty(stack, stack.outputs.LoadsQueueUrl)
  await audit()

  const { rowsWritten, repeated } = await loadsEnd(stack, { loaded: FILES }, 300_000)
  expect({ rowsWritten, repeated }).toEqual({ rowsWritten: FILES * ROWS_A_FILE, repeated: 0 })
  expect(await rowFaults(stack, FILES)).toEqual([])
  expect(await depth(stack, stack.outputs.LoadsDeadLetterQueueUrl)).toEqual({ visible: 0, inFlight: 0 })

  const reports = await Promise.all(runs.map((run) => reportOf(stack, run)))
  const named = reports.flatMap(({ repairs }) => repairs.named.map(({ object }) => object))
  expect(new Set(named).size, 'each is named once').toBe(named.length)
  // Of small files the audit alone writes `queued`.
  const items = await stack.rows(stack.outputs.LedgerTableName)
  const entered = items.filter(({ queuedAt }) => queuedAt).map(({ object }) => object?.S)
  expect(named.sort()).toEqual(entered.sort())
  // Too tame a run else.
  expect(named).not.toHaveLength(0)
  expect(named.length).toBeLessThan(FILES)
  process.stdout.write(`${named.length} of ${FILES} files found by ${runs.length} runs of the audit\n`)
}, 900_000)
