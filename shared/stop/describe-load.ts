import type { LoadItem } from '../load/ledger.ts'
import { FRUITLESS_MAX } from '../load/limits.ts'
import { type NextStep, nextStep } from '../load/next-step.ts'
import type { StackNames, ToldLoad } from './explanation.ts'
import { printable, shownCount, shownTime } from './printable.ts'

const LABEL_WIDTH = 9
/** A wait that is not worth a time of day. */
const SHORT_WAIT_MS = 60_000

/** Loads that the stopped task held. Of a launch another task may have the load, and one that gives up has a mail of its own. */
const WITHOUT_LAUNCH: readonly ToldLoad['next']['kind'][] = ['message', 'hour']

/** One load in a mail: its name, how far it is, and what happens next without anyone's help. */
export function describeLoad(load: ToldLoad, stack: StackNames, now: number): string[] {
  const { item } = load
  return [
    printable(load.object),
    line('version', load.version),
    line('how far', progressOf(item)),
    ...(item?.error ? [line('error', `${item.error.code}: ${item.error.message}`)] : []),
    ...(load.next.kind === 'failed'
      ? [line('error', `${load.next.error.code}: ${load.next.error.message}`)]
      : []),
    ...(item?.rejectsKey ? [line('rejects', `s3://${stack.resultsBucket}/${item.rejectsKey}`)] : []),
    line('next', nextOf(load, now)),
  ]
}

function progressOf(item: LoadItem | undefined): string {
  if (!item || (item.status === 'queued' && item.attempt === 0)) return 'not begun'
  if (item.rowsRead !== undefined) return `${rows(item.rowsRead)}, all of it (${item.status})`
  const { checkpoint } = item
  if (!checkpoint || !('position' in checkpoint)) {
    return `begun (attempt ${item.attempt}), no checkpoint yet: what it wrote is written again, to the same end`
  }
  // Of a packed file the position is that of the text, whose length is not known before its end.
  const percent =
    checkpoint.seekable && item.size
      ? `, ${Math.floor((checkpoint.position.byteOffset / item.size) * 100)} % of the file`
      : ''
  return `${rows(checkpoint.position.records)}${percent}, ${shownCount(checkpoint.rowsRejected)} of them refused`
}

/** Whether all of its attempts are used up: whoever takes it up next only closes it. */
export function hasNoAttemptLeft({ item, next }: ToldLoad): boolean {
  return WITHOUT_LAUNCH.includes(next.kind) && claimOf(item, 0)?.kind === 'give-up'
}

function nextOf(load: ToldLoad, now: number): string {
  const { item, next } = load
  if (hasNoAttemptLeft(load))
    return `no attempt more: ${FRUITLESS_MAX} in a row came no further. Whoever takes it up next closes it as failed, and then it waits for a person`
  switch (next.kind) {
    case 'launch': {
      const { launch, delaySeconds } = next
      const when =
        delaySeconds === 0 ? 'at once' : `at ${shownTime(new Date(now + delaySeconds * 1000).toISOString())}`
      const memory = launch.size === 'larger' ? ', with more memory' : ''
      return `${attempt(item)} begins by itself ${when}${from(item)} (launch ${launch.number}, ${launch.capacity}${memory})${limit(item)}`
    }
    case 'message':
      return `${attempt(item)} begins by itself ${soon(item, now)}${from(item)}: its message comes back to the queue${limit(item)}`
    case 'hour':
      return `${attempt(item)} begins by itself in the next run of the audit${from(item)}: this file waits for the hour${limit(item)}`
    case 'failed':
      return 'nothing by itself: the load is failed, and its message is in the dead-letter queue'
    case 'ended':
      return next.status === 'failed'
        ? 'nothing by itself: the load is failed, and its message is in the dead-letter queue'
        : `nothing: the load is ${next.status}`
    case 'left':
      return 'another launch of this load is at work or on its way'
    case 'nothing':
      return 'nothing is left to do'
  }
}

/** What the next worker finds to do with a load that nobody holds. */
function claimOf(item: LoadItem | undefined, now: number): NextStep | undefined {
  const nobody = { newer: [], lease: undefined, messageAttempt: undefined }
  return item && nextStep({ versionId: item.version, mine: item, ...nobody, now })
}

function soon(item: LoadItem | undefined, now: number): string {
  const step = claimOf(item, now)
  if (step?.kind !== 'too-soon' || step.waitMs <= SHORT_WAIT_MS) return 'within a minute or so'
  return `soon after ${shownTime(new Date(now + step.waitMs).toISOString())}`
}

function attempt(item: LoadItem | undefined): string {
  return `attempt ${(item?.attempt ?? 0) + 1}`
}

function from(item: LoadItem | undefined): string {
  const { checkpoint } = item ?? {}
  return checkpoint && 'position' in checkpoint
    ? `, from record ${shownCount(checkpoint.position.records + 1)} on`
    : ''
}

function limit(item: LoadItem | undefined): string {
  const fruitless = item?.fruitless ?? 0
  const before = fruitless === 0 ? '' : `, ${fruitless} before this one`
  return `. After ${FRUITLESS_MAX} in a row that come no further it is failed${before}`
}

function rows(count: number): string {
  return `${shownCount(count)} ${count === 1 ? 'record' : 'records'}`
}

function line(name: string, text: string): string {
  return `  ${name.padEnd(LABEL_WIDTH)}${printable(text)}`
}
