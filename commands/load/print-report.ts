import type { Dataset } from '../../shared/dataset/dataset.ts'
import type { LoadItem } from '../../shared/load/ledger.ts'
import type { RejectGroup, RejectSeen } from './count-rejects.ts'
import type { DryRun } from './dry-run.ts'
import { counted, printable, shownCount, shownValue } from './printable.ts'

type Print = (line: string) => void

/** Groups shown; a file of another dataset breaks every rule there is. */
const GROUPS_MAX = 15

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

/** How a load ended, from its item in the ledger. */
export function printEnd(
  print: Print,
  item: LoadItem,
  more: { readonly groups: readonly RejectGroup[]; readonly table: string; readonly resultsBucket: string },
): void {
  const { rowsRead, rowsWritten, rowsRejected, rowsDuplicate, error } = item
  if (rowsRead !== undefined)
    print(
      `${item.status}: ${counted(rowsRead, 'row')} read, ${shownCount(rowsWritten ?? 0)} written, ${shownCount(rowsRejected ?? 0)} refused, ${shownCount(rowsDuplicate ?? 0)} duplicate`,
    )
  else print(item.status)
  printGroups(print, more.groups)
  if (item.rejectsKey) print(printable(`Refused rows: s3://${more.resultsBucket}/${item.rejectsKey}`))
  const note = NOTES[item.status]
  if (note) print(note)
  if (error) print(printable(`${error.code}: ${error.message}`))
  if (rowsWritten) print(`Rows: table ${more.table}`)
}

const NOTES: Partial<Record<LoadItem['status'], string>> = {
  superseded: 'A newer version of the object is loaded already',
  gone: 'The object version was deleted before it could be read',
  ignored:
    'No dataset of the stack takes this key: it was packaged with other datasets. Deploy it again (npm start, for the stage local)',
}

function printGroups(print: Print, groups: readonly RejectGroup[]): void {
  for (const { rule, column, count, first } of groups.slice(0, GROUPS_MAX)) {
    print(printable(`  ${counted(count, 'row')}: ${rule}${column === null ? '' : ` in ${column}`}`))
    for (const reject of first) print(`    ${place(reject)}${shownValue(reject.value)}`)
    if (count > first.length) print('    …')
  }
  const left = groups.slice(GROUPS_MAX)
  const rows = left.reduce((sum, { count }) => sum + count, 0)
  if (rows > 0) print(`  ${counted(rows, 'row')} for ${counted(left.length, 'other reason')}`)
}

function place({ line }: RejectSeen): string {
  return line === null ? '' : `line ${shownCount(line)}: `
}

function limitText({ rejectLimit }: Dataset): string {
  return rejectLimit.kind === 'rows' ? counted(rejectLimit.rows, 'row') : `${rejectLimit.percent}%`
}
