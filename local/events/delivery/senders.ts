import { ApiError } from '../../protocol/api-error.ts'
import type { Target } from '../target.ts'
import type { EventTargets } from './ports.ts'
import { taskLaunch } from './task-launch.ts'

interface Parcel {
  readonly target: Target
  readonly ruleName: string
  /** The text that the target gets. */
  readonly input: string
}

export type Sender = (targets: EventTargets, parcel: Parcel) => Promise<void>

// By the service in the target's ARN.
const SENDERS: Readonly<Record<string, Sender>> = {
  sqs: sendToQueue,
  ecs: startTask,
  lambda: invokeFunction,
  sns: publishToTopic,
}

/** The way to a target; throws a `ValidationException` for a kind of target that this runtime does not have. */
export function senderOf(target: Target): Sender {
  const service = target.Arn.split(':')[2] ?? ''
  const sender = Object.hasOwn(SENDERS, service) ? SENDERS[service] : undefined
  if (sender) return sender
  throw new ApiError(
    'ValidationException',
    `Target ${target.Id} has the Arn ${target.Arn}: the local runtime delivers to ${Object.keys(SENDERS).join(', ')}.`,
  )
}

async function sendToQueue(targets: EventTargets, { target, input }: Parcel): Promise<void> {
  const groupId = target.SqsParameters?.MessageGroupId
  await targets.queue.send(target.Arn, input, groupId === undefined ? {} : { groupId })
}

async function startTask(targets: EventTargets, { target, ruleName, input }: Parcel): Promise<void> {
  // A whole event is no TaskOverride: a target without an input of its own starts the task as it is defined.
  const hasInput = [target.Input, target.InputPath, target.InputTransformer].some((one) => one !== undefined)
  const overrides = hasInput ? parseJson(input) : undefined
  if (overrides !== undefined && !isRecord(overrides)) {
    throw new ApiError('INVALID_JSON', `The input of a task is a TaskOverride object, and it is ${input}`)
  }
  // As on AWS, tasks in `failures` count as delivered: nobody is told.
  await targets.task.runTask(taskLaunch(target, ruleName, overrides))
}

async function invokeFunction(targets: EventTargets, { target, input }: Parcel): Promise<void> {
  await targets.function.invoke(target.Arn, parseJson(input))
}

async function publishToTopic(targets: EventTargets, { target, input }: Parcel): Promise<void> {
  await targets.topic.publish(target.Arn, { message: input })
}

function parseJson(input: string): unknown {
  try {
    return JSON.parse(input)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new ApiError('INVALID_JSON', `The target's input is no JSON: ${why}. It is ${input}`)
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
