import type { LoadItem } from '../../shared/load/ledger.ts'
import { counted, printable, shownCount } from '../terminal/printable.ts'
import type { RejectGroup } from './count-rejects.ts'
import { printGroups } from './print-groups.ts'

type Print = (line: string) => void

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
