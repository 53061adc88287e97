import type { Lease, LoadItem } from '../../shared/load/ledger.ts'
import type { RejectGroup } from '../stack/count-rejects.ts'
import { printGroups } from '../stack/print-groups.ts'
import { shownDuration } from '../terminal/durations.ts'
import { counted, printable, shownCount } from '../terminal/printable.ts'
import { tellNext } from './tell-next.ts'

export interface LoadReport {
  readonly item: LoadItem
  /** All versions of the key, newest first. */
  readonly versions: readonly LoadItem[]
  readonly lease: Lease | undefined
  readonly rejects: { readonly groups: readonly RejectGroup[]; readonly isWhole: boolean } | undefined
  readonly resultsBucket: string
  readonly stage: string
  /** Milliseconds since 1970. */
  readonly now: number
}

const TITLE_WIDTH = 12

/** All that is known of a load, and what becomes of it, in lines. */
export function describeLoad(report: LoadReport): string[] {
  const { item, versions, now } = report
  const lines: string[] = [printable(item.object)]
  const say = (title: string, text: string | undefined) => {
    if (text !== undefined) lines.push(printable(`  ${title.padEnd(TITLE_WIDTH)}${text}`))
  }
  say('version', versionText(report))
  say('status', `${item.status} since ${item.statusAt} (${shownDuration(now - Date.parse(item.statusAt))})`)
  say('dataset', item.dataset)
  say('size', item.size === undefined ? undefined : counted(item.size, 'byte'))
  say('times', timesText(item))
  say('attempt', attemptText(item))
  say('launch', launchText(item))
  say('task', item.taskArn)
  say('checkpoint', checkpointText(item))
  say('rows', rowsText(item))
  say('rejects', item.rejectsKey && `s3://${report.resultsBucket}/${item.rejectsKey}`)
  printGroups((line) => lines.push(`  ${line}`), report.rejects?.groups ?? [])
  if (report.rejects?.isWhole === false) lines.push('    (of the beginning of a long reject file)')
  say('error', item.error && `${item.error.code}: ${item.error.message}`)

  const newer = versions.slice(0, versions.indexOf(item))
  const { byItself, person } = tellNext({ ...report, newer })
  say('next', byItself)
  for (const [place, act] of person.entries()) say(place === 0 ? 'you can' : '', act)
  for (const other of versions)
    if (other !== item) say('', `another version: ${other.version}, ${other.status} since ${other.statusAt}`)
  return lines
}

function versionText({ item, versions }: LoadReport): string {
  const place = versions.indexOf(item)
  return versions.length === 1
    ? item.version
    : `${item.version} (${place === 0 ? 'the newest' : `number ${place + 1}, counted from the newest,`} of ${versions.length})`
}

function timesText({ uploadedAt, queuedAt, startedAt, settledAt }: LoadItem): string | undefined {
  const times = Object.entries({
    uploaded: uploadedAt,
    queued: queuedAt,
    started: startedAt,
    ended: settledAt,
  })
  const known = times.flatMap(([act, time]) => (time === undefined ? [] : [`${act} ${time}`]))
  return known.length === 0 ? undefined : known.join(', ')
}

function attemptText({ attempt, fruitless }: LoadItem): string {
  return fruitless === 0 ? String(attempt) : `${attempt}, and ${fruitless} in a row before it came no further`
}

function launchText({ launch }: LoadItem): string | undefined {
  if (!launch) return undefined
  const { number, capacity, stops } = launch
  return [String(number), capacity, ...(stops?.map((stop) => `stopped: ${stop}`) ?? [])]
    .filter((part) => part !== undefined)
    .join(', ')
}

function checkpointText({ checkpoint, size, status }: LoadItem): string | undefined {
  if (!checkpoint) return undefined
  if (!('position' in checkpoint))
    return `of attempt ${checkpoint.attempt}, in a form that this release does not read`
  const { position, seekable, attempt } = checkpoint
  // Of a packed file the position is that of the text, and its length is not known before the end.
  const percent =
    seekable && size ? `, ${Math.floor((position.byteOffset / size) * 100)} % of the object` : ''
  const rows = status === 'loading' ? ` (${counted(checkpoint.rowsRejected, 'row')} refused)` : ''
  return `after record ${shownCount(position.records)}${percent}, by attempt ${attempt}${rows}`
}

function rowsText({ rowsRead, rowsWritten, rowsRejected, rowsDuplicate }: LoadItem): string | undefined {
  if (rowsRead === undefined) return undefined
  return `${shownCount(rowsRead)} read, ${shownCount(rowsWritten ?? 0)} written, ${shownCount(rowsRejected ?? 0)} refused, ${shownCount(rowsDuplicate ?? 0)} duplicate`
}
