import type { DeadLetters } from '../load/dead-letter.ts'
import { OPEN } from '../load/ledger.ts'
import { type ObjectVersion, objectName } from '../load/object-version.ts'
import type { TerminalStatus } from '../load/outcome.ts'
import type { LoadMessage } from '../message/load-message.ts'
import type { Capacity, ResolvedRequest } from '../message/load-request.ts'
import { StevedoreError } from '../platform/error.ts'
import { capacityDelay } from './capacity-delay.ts'
import { type ChooseLaunchDeps, createChooseLaunch } from './choose-launch.ts'
import type { LaunchChoice } from './launch-ledger.ts'
import { launchToken, startedBy } from './launch-token.ts'
import type { SetAside } from './set-aside-hourly.ts'
import type { LaunchAnswer, TaskLauncher } from './task-launcher.ts'
import { taskOverride } from './task-override.ts'
import { type TaskSizes, taskSize } from './task-size.ts'

/** Launches that wait for their turn. Delivery is at least once. */
export interface LaunchQueue {
  /** Resolves once the message is durable. It is delivered after the delay, at most 900 seconds. */
  send(message: Omit<LoadMessage, 'kind'>, delaySeconds: number): Promise<void>
}

export interface LaunchLoadDeps extends ChooseLaunchDeps {
  readonly tasks: TaskLauncher
  readonly queue: LaunchQueue
  readonly deadLetters: DeadLetters
  /** Notes a load that needs no task. Undefined for one that does. */
  readonly setAside: (request: ResolvedRequest) => Promise<SetAside | undefined>
  readonly sizes: TaskSizes
  readonly random: () => number
}

export type LaunchOutcome =
  | { readonly kind: 'launched'; readonly launch: LaunchChoice; readonly taskArn?: string }
  /** Delivered again while the task of this launch is at work: whether it gets to an end is not known yet. */
  | { readonly kind: 'at-work'; readonly launch: LaunchChoice }
  /** The load was at its end before. */
  | { readonly kind: 'already'; readonly status: TerminalStatus }
  /** It needs no task: it waits for the hour, or no dataset takes it. */
  | { readonly kind: 'set-aside'; readonly status: 'queued' | 'ignored' }
  /** A later launch has taken over; `number` is its number. */
  | { readonly kind: 'outdated'; readonly number: number }
  /** The task of this launch has ended and the load is open: the next launch is in the queue. */
  | { readonly kind: 'relaunched'; readonly next: LaunchChoice }
  /** The next launch, with the other capacity, is in the queue. */
  | {
      readonly kind: 'no-capacity'
      readonly reason: string
      readonly next: LaunchChoice
      readonly delaySeconds: number
    }
  /** The load is `failed`, and a person is told by the dead letter. */
  | { readonly kind: 'failed'; readonly error: StevedoreError }
  | { readonly kind: 'not-now'; readonly error: StevedoreError }

/** Starts the task of one load, once for each number of its launches, however often it is asked. */
export function createLaunchLoad(deps: LaunchLoadDeps) {
  const { tasks, queue, deadLetters, sizes, ledger, clock, random } = deps
  const chooseLaunch = createChooseLaunch(deps)

  return async function launchLoad(request: ResolvedRequest): Promise<LaunchOutcome> {
    const setAside = await deps.setAside(request)
    if (setAside) return setAside
    const choice = await chooseLaunch(request)
    if (choice.kind === 'contended') return { kind: 'not-now', error: contended(request.object) }
    if (choice.kind !== 'launch') return choice

    const { launch, attempt, begun } = choice
    const answer = await start(request.object, launch)
    switch (answer.kind) {
      case 'started': {
        const taskArn = answer.taskArn ?? choice.taskArn
        // Another task began the load: this launch follows on it, and its own stop will be answered in its turn.
        const follows = choice.taskArn !== undefined && taskArn !== choice.taskArn
        if (begun && taskArn !== undefined && !follows) return lookAfter(request, launch, taskArn)
        return { kind: 'launched', launch, ...(taskArn === undefined ? {} : { taskArn }) }
      }
      case 'no-capacity':
        return relaunch(request, launch, answer.reason)
      case 'refused':
        // The first of two deliveries may have started a task that is at work: its load is not ours to fail.
        if (begun) return { kind: 'not-now', error: answer.error }
        return fail(request.object, { launch, attempt, error: answer.error })
      case 'not-now':
        return answer
    }
  }

  async function start(
    object: ObjectVersion,
    { number, capacity, size }: LaunchChoice,
  ): Promise<LaunchAnswer> {
    try {
      const override = taskOverride(object, number, taskSize(sizes, object.sizeBytes, size))
      const task = { token: launchToken(object, number), startedBy: startedBy(object), capacity, override }
      return await tasks.launch(task)
    } catch (error) {
      if (error instanceof StevedoreError && error.code === 'launch.override-too-long') {
        return { kind: 'refused', error }
      }
      throw error
    }
  }

  /** Delivered again over a load that began: its task is at work, or it died and the load asks for another. */
  async function lookAfter(
    request: ResolvedRequest,
    last: LaunchChoice,
    taskArn: string,
  ): Promise<LaunchOutcome> {
    if (!(await tasks.hasEnded(taskArn))) return { kind: 'at-work', launch: last }
    const next: LaunchChoice = { number: last.number + 1, capacity: last.capacity }
    const { object } = request
    await queue.send({ object, launch: next.number, capacity: next.capacity, reason: 'task ended' }, 0)
    return { kind: 'relaunched', next }
  }

  /** Under a number of its own: ECS takes a token with other parameters for a conflict. */
  async function relaunch(
    request: ResolvedRequest,
    last: LaunchChoice,
    reason: string,
  ): Promise<LaunchOutcome> {
    const next: LaunchChoice = { number: last.number + 1, capacity: other(last.capacity) }
    const withoutCapacity = (request.withoutCapacity ?? 0) + 1
    const delaySeconds = capacityDelay(withoutCapacity, random)
    const { object } = request
    await queue.send(
      { object, launch: next.number, capacity: next.capacity, withoutCapacity, reason },
      delaySeconds,
    )
    return { kind: 'no-capacity', reason, next, delaySeconds }
  }

  /** The letter first: a crash in between tells a person once too often, not never. */
  async function fail(
    object: ObjectVersion,
    failure: { readonly launch: LaunchChoice; readonly attempt: number; readonly error: StevedoreError },
  ): Promise<LaunchOutcome> {
    const { launch, attempt, error } = failure
    await deadLetters.send({
      object,
      attempt,
      launch: launch.number,
      reason: `${error.code}: ${error.message}`,
    })
    const time = new Date(clock.now()).toISOString()
    const answer = await ledger.change(
      { object: objectName(object), version: object.versionId },
      { kind: 'at', attempt, statuses: OPEN },
      {
        set: {
          status: 'failed',
          statusAt: time,
          settledAt: time,
          error: { code: error.code, message: error.message },
        },
        remove: ['checkpoint'],
      },
    )
    // Someone began or ended it meanwhile, or this very write had happened: what comes next is theirs to say.
    return answer === 'done' ? { kind: 'failed', error } : { kind: 'not-now', error: contended(object) }
  }
}

function other(capacity: Capacity): Capacity {
  return capacity === 'spot' ? 'on-demand' : 'spot'
}

function contended(object: ObjectVersion): StevedoreError {
  return new StevedoreError(
    'dependency.unavailable',
    `${objectName(object)} was not launched: others changed its ledger item at every look. It is tried again`,
  )
}
