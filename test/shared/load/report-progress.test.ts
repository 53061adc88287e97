import { expect, test } from 'vitest'
import { createReport } from '../../../shared/load/report-progress.ts'
import { createLog } from '../../../shared/platform/log.ts'
import { createTestClock } from './support/test-clock.ts'

test('every ten seconds the log tells how far a load is, and how fast this attempt is', async () => {
  const clock = createTestClock()
  const lines: string[] = []
  const log = createLog('load-object', (line) => lines.push(line), clock.now)
  const taken = { rowsRead: 500, rowsRejected: 2 }
  const report = createReport({ clock, log, sizeBytes: 3_000, taken, bytesDone: () => 1_999 })
  for (let second = 1; second <= 25; second++) {
    await clock.advance(1_000)
    taken.rowsRead += 100
    report.everyNowAndThen(clock.monotonic())
  }
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { message: 'Loading', rowsRead: 1_500, rowsRejected: 2, bytes: 1_999, sizeBytes: 3_000, percent: 66 },
    { message: 'Loading', rowsRead: 2_500, rowsPerSecond: 100, elapsedMs: 20_000, fromRecord: 501 },
  ])
})
