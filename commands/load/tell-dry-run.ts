import type { Dataset } from '../../shared/dataset/dataset.ts'
import type { Clock } from '../../shared/platform/clock.ts'
import { EXIT_CODES, type ExitCode } from '../../shared/worker/exit-codes.ts'
import { counted, shownCount } from '../terminal/printable.ts'
import { createProgress, type Screen } from '../terminal/progress.ts'
import { chooseKey } from './choose-key.ts'
import { dryRun } from './dry-run.ts'
import type { LoadArguments } from './parse-arguments.ts'
import { printDryRun } from './print-dry-run.ts'

/** Checks a file and tells what would become of it. */
export async function tellDryRun(request: {
  readonly options: LoadArguments
  readonly dataset: Dataset
  readonly bytes: number
  readonly screen: Screen
  readonly clock: Clock
  readonly signal: AbortSignal
}): Promise<ExitCode> {
  const { options, dataset, bytes, screen, clock, signal } = request
  const key = chooseKey(dataset, options.file, options.key)
  const progress = createProgress(screen, 'reading', bytes)
  const began = clock.monotonic()
  const onProgress = (done: number, rows: number) => {
    const rowsPerSecond = Math.round((rows * 1000) / Math.max(clock.monotonic() - began, 1))
    progress.update(done, `${counted(rows, 'row')}, ${shownCount(rowsPerSecond)} a second`)
  }
  try {
    const run = await dryRun({
      file: options.file,
      dataset,
      object: `s3://dry-run/${key}`,
      uploadedAt: new Date(clock.now()).toISOString(),
      signal,
      now: clock.monotonic,
      onProgress,
    })
    progress.stop()
    printDryRun(screen.print, dataset, run)
    return run.fault || run.isOverLimit ? EXIT_CODES.badData : EXIT_CODES.done
  } finally {
    progress.stop()
  }
}
