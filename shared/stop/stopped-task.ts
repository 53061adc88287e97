import * as z from 'zod/mini'
import { StevedoreError } from '../platform/error.ts'
import { type LaunchedObject, launchedObject } from './launched-object.ts'

const text = z.string().check(z.minLength(1))
/** ECS leaves fields out, and may one day say null. */
const maybe = z.nullish(z.string())

/**
 * The event of a task's change. ECS adds fields as it likes, so what is not known is let be, and what is not needed may
 * be missing. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_task_events.html
 */
const taskStateChange = z.object({
  'detail-type': z.literal('ECS Task State Change'),
  source: z.literal('aws.ecs'),
  detail: z.object({
    taskArn: text,
    clusterArn: text,
    taskDefinitionArn: text,
    lastStatus: text,
    version: z.int(),
    group: maybe,
    startedBy: maybe,
    capacityProviderName: maybe,
    cpu: maybe,
    memory: maybe,
    stopCode: maybe,
    stoppedReason: maybe,
    createdAt: maybe,
    startedAt: maybe,
    stoppedAt: maybe,
    containers: z.nullish(
      z.array(z.object({ name: maybe, exitCode: z.nullish(z.int()), reason: maybe, lastStatus: maybe })),
    ),
    overrides: z.nullish(
      z.object({
        containerOverrides: z.nullish(
          z.array(
            z.object({
              name: maybe,
              environment: z.nullish(z.array(z.object({ name: maybe, value: maybe }))),
            }),
          ),
        ),
      }),
    ),
  }),
})

export interface StoppedTask {
  readonly taskArn: string
  readonly clusterArn: string
  /** Of the task definition. */
  readonly family: string
  /** What the task does: the name of its own container, such as `load-object`. */
  readonly act: string
  /** Grows with each change of the task. */
  readonly version: number
  readonly startedBy?: string
  readonly capacityProvider?: string
  /** MiB, as text. */
  readonly memory?: string
  readonly stopCode?: string
  readonly stoppedReason: string
  /** ISO 8601. */
  readonly startedAt?: string
  readonly stoppedAt?: string
  readonly containers: readonly StoppedContainer[]
  /** The object that a task of its own was launched for. */
  readonly launched?: LaunchedObject
}

interface StoppedContainer {
  readonly name: string
  readonly exitCode?: number
  readonly reason?: string
}

export type StopMessage =
  | { readonly kind: 'stopped'; readonly task: StoppedTask }
  /** A change of a task that has not stopped: nothing is to be said of it. */
  | { readonly kind: 'not-stopped'; readonly lastStatus: string }
  /** `event.invalid` */
  | { readonly kind: 'invalid'; readonly error: StevedoreError }

const EXCERPT_LENGTH_MAX = 120

/** Reads the body of a message in `stops`. */
export function parseStopMessage(body: string): StopMessage {
  const json = parseJson(body)
  const result = taskStateChange.safeParse(json)
  if (!result.success) {
    const faults = result.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`)
    const excerpt = JSON.stringify(body.slice(0, EXCERPT_LENGTH_MAX))
    return {
      kind: 'invalid',
      error: new StevedoreError(
        'event.invalid',
        `The message is no task state change of ECS: ${faults.join('; ')}: ${excerpt}`,
      ),
    }
  }
  const { detail } = result.data
  if (detail.lastStatus !== 'STOPPED') return { kind: 'not-stopped', lastStatus: detail.lastStatus }
  return { kind: 'stopped', task: taskOf(detail) }
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

function taskOf(detail: z.infer<typeof taskStateChange>['detail']): StoppedTask {
  const containers = (detail.containers ?? []).map(({ name, exitCode, reason }) => ({
    name: name ?? 'container',
    ...(typeof exitCode === 'number' ? { exitCode } : {}),
    ...(reason ? { reason } : {}),
  }))
  const overrides = detail.overrides?.containerOverrides ?? []
  const family = detail.taskDefinitionArn.split('/').at(-1)?.split(':')[0] ?? detail.taskDefinitionArn
  const launched = launchedObject(overrides.flatMap(({ environment }) => environment ?? []))
  return {
    taskArn: detail.taskArn,
    clusterArn: detail.clusterArn,
    family,
    act: actOf([...containers, ...overrides], family),
    version: detail.version,
    stoppedReason: detail.stoppedReason ?? '',
    containers,
    ...(launched ? { launched } : {}),
    ...given('startedBy', detail.startedBy),
    ...given('capacityProvider', detail.capacityProviderName),
    ...given('memory', detail.memory),
    ...given('stopCode', detail.stopCode),
    ...given('startedAt', detail.startedAt),
    ...given('stoppedAt', detail.stoppedAt),
  }
}

/** A family is named after its container. AWS may put others beside it, in any order. */
function actOf(named: readonly { readonly name?: string | null | undefined }[], family: string): string {
  const names = named.flatMap(({ name }) => name || [])
  return names.find((name) => `-${family}`.endsWith(`-${name}`)) ?? names[0] ?? family
}

function given<Name extends string>(
  name: Name,
  value: string | null | undefined,
): { [key in Name]?: string } {
  return value ? ({ [name]: value } as { [key in Name]?: string }) : {}
}
