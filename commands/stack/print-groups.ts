import { counted, printable, shownCount, shownValue } from '../terminal/printable.ts'
import type { RejectGroup, RejectSeen } from './count-rejects.ts'

/** Groups shown; a file of another dataset breaks every rule there is. */
const GROUPS_MAX = 15

/** Of rules whose name does not say it, and whose cause the value does not show. */
const MEANINGS: ReadonlyMap<string, string> = new Map([
  ['encoding', 'not UTF-8: save the file as UTF-8'],
  ['quote', 'a quote inside an unquoted cell, or text behind a closing one'],
  ['record-bytes', 'longer than 1 MiB'],
  ['depth', 'nested deeper than 31 levels'],
  ['key-bytes', 'a key longer than DynamoDB takes'],
  ['item-bytes', 'larger than an item of DynamoDB may be'],
])

/** Refused rows by rule and column, the most frequent first, with the first lines of each. */
export function printGroups(print: (line: string) => void, groups: readonly RejectGroup[]): void {
  for (const { rule, column, count, first } of groups.slice(0, GROUPS_MAX)) {
    const meaning = MEANINGS.get(rule)
    const what = `${rule}${column === null ? '' : ` in ${column}`}${meaning ? ` (${meaning})` : ''}`
    print(printable(`  ${counted(count, 'row')}: ${what}`))
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
