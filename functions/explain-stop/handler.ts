import type { RefusedMessages } from '../../shared/message/create-message-handler.ts'
import { embeddedMetrics, metricsOf } from '../../shared/metric/embedded-metrics.ts'
import type { Clock } from '../../shared/platform/clock.ts'
import type { Log } from '../../shared/platform/log.ts'
import type { HandleMessage, MessageFate } from '../../shared/queue/message.ts'
import type { ExplainedStop } from '../../shared/stop/create-explain-stop.ts'
import { parseStopMessage, type StoppedTask } from '../../shared/stop/stopped-task.ts'

export interface HandlerDeps {
  readonly explainStop: (task: StoppedTask, event: string) => Promise<ExplainedStop>
  readonly refused: RefusedMessages
  readonly stackName: string
  readonly clock: Clock
}

/** A message of `stops`: the event of a task that stopped. */
export function createHandler({ explainStop, refused, stackName, clock }: HandlerDeps): HandleMessage {
  return async function handleMessage({ body }, { log }) {
    const message = parseStopMessage(body)
    switch (message.kind) {
      case 'invalid':
        await refused.send({ body, reason: `${message.error.code}: ${message.error.message}` })
        log.error('Message sent to the dead-letter queue', { error: message.error })
        return { kind: 'done' }
      case 'not-stopped':
        log.info('Nothing to explain: the task has not stopped', { lastStatus: message.lastStatus })
        return { kind: 'done' }
      case 'stopped': {
        const { task } = message
        const explained = await explainStop(task, body)
        const metrics = stopMetrics(explained, stackName, clock.now())
        return fateOf(explained, metrics, log.with({ taskArn: task.taskArn, task: task.act }))
      }
    }
  }
}

/** That a task stopped, told once, and whether its load failed with it: only the stop that made it so says that. */
function stopMetrics({ explanation, telling }: ExplainedStop, Stack: string, at: number) {
  const { cause, loads } = explanation
  const failed = loads.filter(({ next }) => next.kind === 'failed').length
  return embeddedMetrics(
    at,
    ...(telling.kind === 'later'
      ? []
      : [metricsOf('stop', { Stack, Class: cause.class }, { TasksStopped: 1 })]),
    ...(failed > 0 ? [metricsOf('failure', { Stack }, { LoadsFailed: failed })] : []),
  )
}

function fateOf(
  { explanation, telling }: ExplainedStop,
  metrics: Record<string, unknown>,
  log: Log,
): MessageFate {
  const { cause, loads } = explanation
  log.info('Task stopped', {
    class: cause.class,
    exitCode: cause.exitCode,
    reason: cause.reason,
    loads: loads.map(({ object, version, next }) => ({ object, version, next: next.kind })),
    telling: telling.kind === 'told' ? `told by ${telling.by}` : telling.kind,
    ...metrics,
  })
  return telling.kind === 'later'
    ? { kind: 'later', afterSeconds: telling.afterSeconds, exactly: true }
    : { kind: 'done' }
}
