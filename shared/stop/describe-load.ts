import type { LoadItem } from '../load/ledger.ts'
import { FRUITLESS_MAX } from '../load/limits.ts'
import type { StackNames, ToldLoad } from './explanation.ts'
import { printable, shownCount, shownTime } from './printable.ts'

const LABEL_WIDTH = 9

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

function nextOf({ item, next }: ToldLoad, now: number): string {
  switch (next.kind) {
    case 'launch': {
      const { launch, delaySeconds } = next
      const when =
        delaySeconds === 0 ? 'at once' : `at ${shownTime(new Date(now + delaySeconds * 1000).toISOString())}`
      const memory = launch.size === 'larger' ? ', with more memory' : ''
      return `${attempt(item)} begins by itself ${when}${from(item)} (launch ${launch.number}, ${launch.capacity}${memory})${limit(item)}`
    }
    case 'message':
      return `${attempt(item)} begins by itself within a minute or so${from(item)}: its message comes back to the queue${limit(item)}`
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
