import type { AuditReport } from './audit-report.ts'
import { count } from './html.ts'

export interface Verdict {
  /** Nobody has to do anything. */
  readonly isWell: boolean
  readonly lines: readonly string[]
}

/** The report in two or three sentences. */
export function verdictOf({ problems, repairs, run, hour, bucket }: AuditReport): Verdict {
  const { failed, failedBefore, rejected } = problems
  const asking = [
    [failed + failedBefore, 'failed load'],
    [rejected, 'rejected file'],
    [hour.broken, 'load that ended on a fault'],
  ] as const
  const named = asking.filter(([times]) => times > 0)
  const total = named.reduce((sum, [times]) => sum + times, 0)
  return {
    isWell: total === 0,
    lines: [
      total === 0
        ? 'Nothing needs a person.'
        : `${named.map(([times, noun]) => things(times, noun)).join(' and ')} ${total === 1 ? 'needs' : 'need'} a person.`,
      repairs.total === 0
        ? 'Nothing was lost, and nothing had to be repaired.'
        : `${things(repairs.total, 'repair')} ${repairs.total === 1 ? 'was' : 'were'} made, named below.`,
      ...(run.isWhole ? [] : [unfinished(bucket.isWhole)]),
    ],
  }
}

function unfinished(isBucketWhole: boolean): string {
  return isBucketWhole
    ? 'The run came to its deadline: what is left waits for the next one.'
    : 'The bucket was not read to its end in the time of this run: the next one goes on.'
}

/** The noun's first word is the one that counts. */
function things(times: number, noun: string): string {
  return `${count(times)} ${times === 1 ? noun : noun.replace(/^(\w+ )?(load|file|repair)(?= |$)/, '$1$2s')}`
}
