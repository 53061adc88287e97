import { isTerminal, type Lease, type LoadItem } from '../../shared/load/ledger.ts'
import { type NextStep, nextStep } from '../../shared/load/next-step.ts'
import type { TerminalStatus } from '../../shared/load/outcome.ts'
import { dlqCommand, reloadCommand } from '../stack/person-commands.ts'
import { shownCount } from '../terminal/printable.ts'

export interface Next {
  /** What happens without anyone's help. */
  readonly byItself: string
  /** What a person can do, with the command for it. */
  readonly person: readonly string[]
}

export interface LoadSight {
  readonly item: LoadItem
  /** Newer versions of the key. */
  readonly newer: readonly LoadItem[]
  readonly lease: Lease | undefined
  /** Milliseconds since 1970. */
  readonly now: number
  readonly stage: string
}

/** What becomes of a load, as the workers decide it from the same items. */
export function tellNext(sight: LoadSight): Next {
  const { item, newer, lease, now, stage } = sight
  if (isTerminal(item.status)) {
    const byItself = `nothing: ${ENDS[item.status]}`
    return { byItself, person: AT_THE_END[item.status]?.(item, stage) ?? [] }
  }
  const step = nextStep({
    versionId: item.version,
    mine: item,
    newer,
    lease,
    messageAttempt: undefined,
    now,
  })
  const waits = item.status === 'queued' && step.kind === 'claim'
  const person = waits
    ? [`where it waits too long, send its message again: ${reloadCommand(item, stage)}`]
    : []
  return { byItself: tellStep(step, item, now), person }
}

const ENDS: Readonly<Record<TerminalStatus, string>> = {
  loaded: 'every row is in the table or in the reject file',
  rejected: 'the file is refused as it stands',
  failed: 'a person is asked, by a message in the dead-letter queue',
  superseded: 'a newer version of the key is loaded',
  gone: 'the version was deleted before it could be read',
  ignored: 'no dataset took the key when the stack was packaged',
}

const AT_THE_END: Partial<Record<TerminalStatus, (item: LoadItem, stage: string) => string[]>> = {
  loaded: () => ['to load it again, upload it again: that is a new version'],
  rejected: (item, stage) => [
    'correct the file and upload it again',
    `or, with another dataset file deployed: ${reloadCommand(item, stage)}`,
  ],
  failed: (item, stage) => [
    `with the cause mended: ${reloadCommand(item, stage)}`,
    `or, with its message: ${dlqCommand('redrive', item, stage)}`,
  ],
  gone: () => ['upload it again'],
  ignored: (item, stage) => [`with a dataset for it deployed: ${reloadCommand(item, stage)}`],
}

function tellStep(step: NextStep, item: LoadItem, now: number): string {
  switch (step.kind) {
    case 'supersede':
      return `version ${step.by.version}, a newer one, is loaded: with "write: put" this one ends as superseded`
    case 'wait-behind':
      return `version ${step.newer.version}, a newer one, is loading: with "write: put" this one waits for its end`
    case 'held':
      return step.lease.versionId === item.version
        ? `attempt ${step.lease.attempt} is at work; unless it is renewed, its lease ends at ${timeOf(step.lease.expiresAt)}`
        : `version ${step.lease.versionId} of the key is at work, and this one waits for it`
    case 'too-soon':
      return `attempt ${item.attempt + 1} waits until ${timeOf(now + step.waitMs)}: ${step.fruitless} in a row came no further`
    case 'give-up':
      return `it becomes failed when its message comes back: ${step.fruitless} attempts in a row came no further`
    case 'claim':
      return tellClaim(item)
    case 'already':
    case 'reopen':
      return `nothing: it is ${item.status}`
  }
}

function tellClaim({ status, attempt, owner, checkpoint, launch }: LoadItem): string {
  if (status === 'queued')
    return launch?.capacity
      ? `launch ${launch.number} starts a task for it (${launch.capacity})`
      : 'the next free worker takes it, or the hourly task where the dataset says "when: hourly"'
  const from =
    checkpoint && 'position' in checkpoint
      ? `, from record ${shownCount(checkpoint.position.records + 1)} on`
      : ''
  const last = owner === undefined ? 'was handed back' : 'ended on its way'
  return `attempt ${attempt} ${last}: attempt ${attempt + 1} begins when its message or its next launch comes${from}`
}

function timeOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}
