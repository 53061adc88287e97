import type { RefusedMessages } from '../../shared/message/create-message-handler.ts'
import type { Log } from '../../shared/platform/log.ts'
import type { HandleMessage, MessageFate } from '../../shared/queue/message.ts'
import type { ExplainedStop } from '../../shared/stop/create-explain-stop.ts'
import { parseStopMessage, type StoppedTask } from '../../shared/stop/stopped-task.ts'

export interface HandlerDeps {
  readonly explainStop: (task: StoppedTask, event: string) => Promise<ExplainedStop>
  readonly refused: RefusedMessages
}

/** A message of `stops`: the event of a task that stopped. */
export function createHandler({ explainStop, refused }: HandlerDeps): HandleMessage {
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
        return fateOf(await explainStop(task, body), log.with({ taskArn: task.taskArn, task: task.act }))
      }
    }
  }
}

function fateOf({ explanation, telling }: ExplainedStop, log: Log): MessageFate {
  const { cause, loads } = explanation
  log.info('Task stopped', {
    class: cause.class,
    exitCode: cause.exitCode,
    reason: cause.reason,
    loads: loads.map(({ object, version, next }) => ({ object, version, next: next.kind })),
    telling: telling.kind === 'told' ? `told by ${telling.by}` : telling.kind,
  })
  return telling.kind === 'later'
    ? { kind: 'later', afterSeconds: telling.afterSeconds, exactly: true }
    : { kind: 'done' }
}
