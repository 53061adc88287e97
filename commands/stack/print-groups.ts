import { counted, printable, shownCount, shownValue } from '../terminal/printable.ts'
import type { RejectGroup, RejectSeen } from './count-rejects.ts'

/** Groups shown; a file of another dataset breaks every rule there is. */
const GROUPS_MAX = 15

/** Refused rows by rule and column, the most frequent first, with the first lines of each. */
export function printGroups(print: (line: string) => void, groups: readonly RejectGroup[]): void {
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
