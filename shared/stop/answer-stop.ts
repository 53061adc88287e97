import type { LaunchQueue } from '../launch/create-launch-load.ts'
import type { LaunchChoice, LaunchLedger } from '../launch/launch-ledger.ts'
import type { DeadLetters } from '../load/dead-letter.ts'
import { type Ledger, type LoadItem, OPEN } from '../load/ledger.ts'
import { type ObjectVersion, objectName } from '../load/object-version.ts'
import type { TerminalStatus } from '../load/outcome.ts'
import type { Clock } from '../platform/clock.ts'
import { StevedoreError } from '../platform/error.ts'
import { type Choice, chooseAnswer } from './choose-answer.ts'
import { leftNothingToDo, type StopCause } from './stop-class.ts'
import type { StopLedger } from './stop-ledger.ts'
import type { StoppedTask } from './stopped-task.ts'

/** How often it looks again when others move the load while it decides. */
const ROUNDS_MAX = 5

/** What becomes of the load of a task that stopped. */
export type StopAnswer =
  | { readonly kind: 'launch'; readonly launch: LaunchChoice; readonly delaySeconds: number }
  | { readonly kind: 'failed'; readonly error: StevedoreError }
  | { readonly kind: 'ended'; readonly status: TerminalStatus }
  | { readonly kind: 'nothing' }
  /** Another launch of this load is the one that counts. */
  | { readonly kind: 'left' }

/** `item` is the load as the stop found it; absent where nobody ever wrote one. */
export interface AnsweredLoad {
  readonly answer: StopAnswer
  readonly item?: LoadItem
}

/** A task that was launched for one object. */
export type LaunchedTask = StoppedTask & { readonly launched: NonNullable<StoppedTask['launched']> }

export interface AnswerStopDeps {
  readonly ledger: Pick<Ledger, 'read' | 'change'>
  readonly launches: Pick<LaunchLedger, 'enter'>
  readonly stops: Pick<StopLedger, 'answer'>
  readonly queue: LaunchQueue
  readonly deadLetters: DeadLetters
  readonly clock: Clock
}

/**
 * Sends the next launch of the load that a stopped task was for, once for each stop, whoever holds the load by now: a
 * task that finds it in living hands ends without effect. Rejects with `dependency.unavailable` where others move the
 * load at every look.
 */
export function createAnswerStop(deps: AnswerStopDeps) {
  const { ledger, launches, stops, queue, clock } = deps

  return async function answerStop(task: LaunchedTask, cause: StopCause): Promise<AnsweredLoad> {
    const { object, launchNumber } = task.launched
    const id = { object: objectName(object), version: object.versionId }
    for (let round = 1; round <= ROUNDS_MAX; round++) {
      const item = await ledger.read(id)
      if (!item) {
        // The rule started the task itself, and it never came to claim: nobody else would know of this load.
        if (leftNothingToDo(cause)) return { answer: { kind: 'nothing' } }
        const capacity = task.capacityProvider === 'FARGATE_SPOT' ? 'spot' : 'on-demand'
        await launches.enter(object, { number: launchNumber, capacity }, clock.now())
        continue
      }
      const answer = await carryOut(chooseAnswer(item, task, cause, clock.now()), item, task, cause)
      if (answer !== 'moved') return { answer, item }
    }
    throw new StevedoreError(
      'dependency.unavailable',
      `The stop of ${task.taskArn} was not answered: others changed the load of ${id.object} at every look. It is tried again`,
    )
  }

  async function carryOut(
    choice: Choice,
    item: LoadItem,
    task: LaunchedTask,
    cause: StopCause,
  ): Promise<StopAnswer | 'moved'> {
    switch (choice.kind) {
      case 'ended':
      case 'nothing':
      case 'left':
        return choice
      case 'again':
        return send(task.launched.object, choice, cause)
      case 'launch': {
        const { launch, fruitless, delaySeconds } = choice
        const notBefore = new Date(clock.now() + delaySeconds * 1000).toISOString()
        const written = await stops.answer(item, { taskArn: task.taskArn, launch, notBefore, fruitless })
        return written === 'done' ? send(task.launched.object, { launch, delaySeconds }, cause) : 'moved'
      }
      case 'fail':
        return fail(choice, item, task, cause)
    }
  }

  async function send(
    object: ObjectVersion,
    { launch, delaySeconds }: { readonly launch: LaunchChoice; readonly delaySeconds: number },
    cause: StopCause,
  ): Promise<StopAnswer> {
    const { number, capacity } = launch
    const reason = `the task before it stopped: ${cause.class}: ${cause.reason}`
    await queue.send({ object, launch: number, capacity, reason }, delaySeconds)
    return { kind: 'launch', launch, delaySeconds }
  }

  /** The letter first: a crash in between tells a person once too often, not never. */
  async function fail(
    { code, fruitless }: Extract<Choice, { kind: 'fail' }>,
    item: LoadItem,
    task: LaunchedTask,
    cause: StopCause,
  ): Promise<StopAnswer | 'moved'> {
    const error = new StevedoreError(code, failureText(code, fruitless, cause))
    const { launched } = task
    await deps.deadLetters.send({
      object: launched.object,
      attempt: item.attempt,
      launch: launched.launchNumber,
      reason: `${error.code}: ${error.message}`,
    })
    const time = new Date(clock.now()).toISOString()
    const written = await ledger.change(
      { object: item.object, version: item.version },
      { kind: 'at', attempt: item.attempt, statuses: OPEN },
      {
        set: {
          status: 'failed',
          statusAt: time,
          settledAt: time,
          fruitless,
          error: { code: error.code, message: error.message },
        },
        remove: ['checkpoint'],
      },
    )
    return written === 'done' ? { kind: 'failed', error } : 'moved'
  }
}

function failureText(code: 'launch.failed' | 'config.invalid', fruitless: number, cause: StopCause): string {
  return code === 'config.invalid'
    ? `Its task ended with 64: configuration, image and template disagree, or a permission is missing. The task's log says which. Put that right, then reload`
    : `${fruitless} tasks in a row ended before they began to load it, the last one so: ${cause.class}: ${cause.reason}. Put that right, then reload`
}
