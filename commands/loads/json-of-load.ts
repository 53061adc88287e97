import type { LoadReport } from './describe-load.ts'
import { tellNext } from './tell-next.ts'

/** All that is known of a load, for other programs: its item, and beside that what `describeLoad` tells in words. */
export function jsonOfLoad(report: LoadReport): string {
  const { item, versions, rejects } = report
  const { byItself, person } = tellNext({ ...report, newer: versions.slice(0, versions.indexOf(item)) })
  return JSON.stringify({
    ...item,
    rejectGroups: rejects?.groups,
    next: byItself,
    youCan: person,
    otherVersions: versions.filter((other) => other !== item),
  })
}
