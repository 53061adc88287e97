import type { LaunchChoice } from '../launch/launch-ledger.ts'
import { isTerminal, type LoadItem } from '../load/ledger.ts'
import { FRUITLESS_MAX, WAITS_AFTER_FRUITLESS_MS } from '../load/limits.ts'
import { nextStep } from '../load/next-step.ts'
import type { TerminalStatus } from '../load/outcome.ts'
import type { Capacity } from '../message/load-request.ts'
import { EXIT, leftNothingToDo, type StopCause, type StopClass } from './stop-class.ts'
import type { StoppedTask } from './stopped-task.ts'

/** The wait before the next launch after "not now": doubled with each stop of the load, up to SQS's longest delay. */
const NOT_NOW_SECONDS = 30
const DELAY_SECONDS_MAX = 900

/** Ways to stop that say nothing of the load, and are not held against it. */
const PASSING: readonly StopClass[] = ['spot', 'capacity', 'infrastructure', 'person', 'deploy', 'scale-in']
const PASSING_CODES: readonly number[] = [EXIT.unavailable, EXIT.tryAgain, EXIT.handedBack]
const NOT_NOW_CODES: readonly number[] = [EXIT.unavailable, EXIT.tryAgain]

export type Choice =
  /** The load was at its end, or the task did what it was for. */
  | { readonly kind: 'ended'; readonly status: TerminalStatus }
  | { readonly kind: 'nothing' }
  /** Another launch is the one that counts. */
  | { readonly kind: 'left' }
  /** Answered before: the launch that was written then is the current one still. */
  | { readonly kind: 'again'; readonly launch: LaunchChoice; readonly delaySeconds: number }
  | {
      readonly kind: 'launch'
      readonly launch: LaunchChoice
      readonly fruitless: number
      readonly delaySeconds: number
    }
  /** No launch can come further. */
  | { readonly kind: 'fail'; readonly code: 'launch.failed' | 'config.invalid'; readonly fruitless: number }

/** What the stop of a task of its own means for its load. Decides; touches nothing. `now` in milliseconds since 1970. */
export function chooseAnswer(
  item: LoadItem,
  task: StoppedTask & { readonly launched: NonNullable<StoppedTask['launched']> },
  cause: StopCause,
  now: number,
): Choice {
  if (isTerminal(item.status)) return { kind: 'ended', status: item.status }
  if (leftNothingToDo(cause)) return { kind: 'nothing' }
  const current = currentLaunch(item, task)
  if (item.launch?.stops?.includes(task.taskArn)) {
    return { kind: 'again', launch: current, delaySeconds: secondsUntil(item.launch.notBefore, now) }
  }
  const hasClaimed = item.taskArn === task.taskArn
  const wasLast = task.launched.launchNumber === current.number
  if (cause.exitCode === EXIT.person && !PASSING.includes(cause.class)) {
    const isNobodyElses = hasClaimed || (wasLast && isUnclaimed(item))
    return isNobodyElses
      ? { kind: 'fail', code: 'config.invalid', fruitless: item.fruitless }
      : { kind: 'left' }
  }

  const counts = !hasClaimed && wasLast && !isPassing(cause)
  const fruitless = item.fruitless + (counts ? 1 : 0)
  if (counts && fruitless >= FRUITLESS_MAX) return { kind: 'fail', code: 'launch.failed', fruitless }
  return {
    kind: 'launch',
    launch: {
      number: current.number + 1,
      capacity: nextCapacity(current.capacity, cause.class),
      ...(current.size === 'larger' || cause.class === 'out-of-memory' ? { size: 'larger' } : {}),
    },
    fruitless,
    delaySeconds: delayOf(item, cause, { counts, hasClaimed, fruitless, now }),
  }
}

function currentLaunch({ launch }: LoadItem, { launched, capacityProvider }: StoppedTask): LaunchChoice {
  const own: Capacity = capacityProvider === 'FARGATE_SPOT' ? 'spot' : 'on-demand'
  const { capacity } = launch ?? {}
  return {
    number: launch?.number ?? launched?.launchNumber ?? 1,
    capacity: capacity === 'spot' || capacity === 'on-demand' ? capacity : own,
    ...(launch?.size === 'larger' ? { size: 'larger' } : {}),
  }
}

/** Waiting, or left by a task whose own stop was answered. */
function isUnclaimed({ status, taskArn, launch }: LoadItem): boolean {
  return status === 'queued' || taskArn === undefined || (launch?.stops ?? []).includes(taskArn)
}

function isPassing(cause: StopCause): boolean {
  return (
    PASSING.includes(cause.class) || (cause.exitCode !== undefined && PASSING_CODES.includes(cause.exitCode))
  )
}

function nextCapacity(last: Capacity, stop: StopClass): Capacity {
  if (stop === 'spot') return 'on-demand'
  if (stop !== 'capacity') return last
  return last === 'spot' ? 'on-demand' : 'spot'
}

function delayOf(
  item: LoadItem,
  { class: stop, exitCode }: StopCause,
  load: { counts: boolean; hasClaimed: boolean; fruitless: number; now: number },
): number {
  const isNotNow = stop === 'capacity' || (exitCode !== undefined && NOT_NOW_CODES.includes(exitCode))
  if (isNotNow) {
    const stops = item.launch?.stops?.length ?? 0
    return Math.min(NOT_NOW_SECONDS * 2 ** stops, DELAY_SECONDS_MAX)
  }
  if (load.counts) return (WAITS_AFTER_FRUITLESS_MS[load.fruitless - 1] ?? 0) / 1000
  if (!load.hasClaimed) return 0
  // An attempt that died has its wait from the claim protocol: a task that comes before it would end as too soon.
  const step = nextStep({
    versionId: item.version,
    mine: item,
    newer: [],
    lease: undefined,
    messageAttempt: undefined,
    now: load.now,
  })
  return step.kind === 'too-soon' ? Math.min(Math.ceil(step.waitMs / 1000), DELAY_SECONDS_MAX) : 0
}

function secondsUntil(time: string | undefined, now: number): number {
  if (time === undefined) return 0
  return Math.min(Math.max(0, Math.ceil((Date.parse(time) - now) / 1000)), DELAY_SECONDS_MAX)
}
