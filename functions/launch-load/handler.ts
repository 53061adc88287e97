import type { LaunchOutcome } from '../../shared/launch/create-launch-load.ts'
import type { LaunchChoice } from '../../shared/launch/launch-ledger.ts'
import { createMessageHandler, type MessageHandlerDeps } from '../../shared/message/create-message-handler.ts'
import type { ResolvedRequest } from '../../shared/message/load-request.ts'
import { embeddedMetrics, metricsOf } from '../../shared/metric/embedded-metrics.ts'
import type { Figures } from '../../shared/metric/metrics.ts'
import type { Clock } from '../../shared/platform/clock.ts'
import type { Log } from '../../shared/platform/log.ts'
import type { HandleMessage, MessageFate } from '../../shared/queue/message.ts'

/** The first wait after ECS or the ledger had no time; it grows with each delivery. */
const NOT_NOW_RETRY_SECONDS = 15
/** The first wait before it looks whether a task at work came to an end; it grows with each delivery. */
const AT_WORK_RETRY_SECONDS = 30

export interface HandlerDeps extends Omit<MessageHandlerDeps, 'work'> {
  readonly launchLoad: (request: ResolvedRequest) => Promise<LaunchOutcome>
  readonly stackName: string
  readonly clock: Clock
}

/** A message of `launches`: starts the task of the load that it asks for. */
export function createHandler({ launchLoad, stackName, clock, ...deps }: HandlerDeps): HandleMessage {
  const measure = (figures: Figures<'launch'>) =>
    embeddedMetrics(clock.now(), metricsOf('launch', { Stack: stackName }, figures))
  return createMessageHandler({
    ...deps,
    work: async (request, { log }) => fateOf(await launchLoad(request), log, measure),
  })
}

function fateOf(
  outcome: LaunchOutcome,
  log: Log,
  measure: (figures: Figures<'launch'>) => Record<string, unknown>,
): MessageFate {
  switch (outcome.kind) {
    case 'set-aside':
      log.info(
        outcome.status === 'queued'
          ? 'The load waits for the hour'
          : 'Nothing to launch: no dataset takes it',
      )
      return { kind: 'done' }
    case 'launched':
      log.info('Task started', { ...told(outcome.launch), taskArn: outcome.taskArn })
      return { kind: 'done' }
    case 'at-work':
      // Kept: should that task die, this message is what starts the next one.
      log.info('Delivered again: the task of this launch is at work', told(outcome.launch))
      return { kind: 'later', afterSeconds: AT_WORK_RETRY_SECONDS }
    case 'already':
      log.info('Nothing to launch: the load is at its end', { status: outcome.status })
      return { kind: 'done' }
    case 'outdated':
      log.info('Nothing to launch: a later launch has taken over', { launch: outcome.number })
      return { kind: 'done' }
    case 'relaunched':
      log.warn(
        'The task of this launch has ended without an end of its load: the next launch is in the queue',
        told(outcome.next),
      )
      return { kind: 'done' }
    case 'no-capacity':
      log.warn('No capacity: the next launch is in the queue', {
        ...told(outcome.next),
        delaySeconds: outcome.delaySeconds,
        reason: outcome.reason,
        ...measure({ LaunchesWithoutCapacity: 1 }),
      })
      return { kind: 'done' }
    case 'failed':
      log.error('Launch failed for good: the load is failed, its message in the dead-letter queue', {
        error: outcome.error,
        ...measure({ LaunchesFailed: 1 }),
      })
      return { kind: 'done' }
    case 'not-now':
      log.warn('Not now: the message comes back', { error: outcome.error })
      return { kind: 'later', afterSeconds: NOT_NOW_RETRY_SECONDS }
  }
}

function told({ number, capacity }: LaunchChoice) {
  return { launch: number, capacity }
}
