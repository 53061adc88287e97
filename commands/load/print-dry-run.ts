import type { Dataset } from '../../shared/dataset/dataset.ts'
import { printGroups } from '../stack/print-groups.ts'
import { counted, printable, shownCount } from '../terminal/printable.ts'
import type { DryRun } from './dry-run.ts'

type Print = (line: string) => void

/** What would become of the file, to its last line: whether it would be loaded. */
export function printDryRun(print: Print, dataset: Dataset, run: DryRun): void {
  const { rowsRead, rowsRejected, elapsedMs, fault } = run
  const seconds = (elapsedMs / 1000).toFixed(1)
  const accepted = rowsRead - rowsRejected
  print(
    `${counted(rowsRead, 'row')} read in ${seconds} s: ${shownCount(accepted)} accepted, ${shownCount(rowsRejected)} refused`,
  )
  printGroups(print, run.groups)
  const limit = limitText(dataset)
  if (fault) print(printable(`It would be rejected as a whole (${fault.code}): ${fault.message}`))
  else if (run.isOverLimit)
    print(
      `It would be rejected: ${counted(rowsRejected, 'row')} refused of ${shownCount(rowsRead)}, and rejectLimit is ${limit}. Correct the file, or raise the limit`,
    )
  else print(`It would be loaded: rejectLimit ${limit} is not passed. Nothing was written`)
}

function limitText({ rejectLimit }: Dataset): string {
  return rejectLimit.kind === 'rows' ? counted(rejectLimit.rows, 'row') : `${rejectLimit.percent}%`
}
