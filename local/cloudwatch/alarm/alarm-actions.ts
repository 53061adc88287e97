import { ApiError } from '../../protocol/api-error.ts'
import type { Site } from '../../site.ts'
import type { Sources } from '../sources.ts'
import type { Act, Alarm, AlarmSignal } from './alarm.ts'
import { alarmMessage } from './alarm-message.ts'
import type { AlarmProperties } from './alarm-properties.ts'

const TOPIC_PREFIX = 'arn:aws:sns:'

export type AlarmActions = ReturnType<typeof createAlarmActions>

/** Whom alarms tell: topics at every change of state, scaling policies once a minute for as long as it lasts. */
export function createAlarmActions(site: Site, sources: Pick<Sources, 'publish'>) {
  const takers = new Map<string, Act>()
  const underway = new Set<Promise<void>>()

  function takerOf(action: string): Act | undefined {
    for (const [prefix, act] of takers) if (action.startsWith(prefix)) return act
    return undefined
  }

  async function publish(topicArn: string, alarm: Alarm, before: Alarm): Promise<void> {
    const caller = { service: 'cloudwatch.amazonaws.com', sourceArn: alarm.arn }
    site.permissions?.asService(caller, 'sns:Publish', topicArn)
    await sources.publish(topicArn, alarmMessage(site, alarm, before))
  }

  function say(alarm: Alarm, action: string, error: unknown): void {
    const why = error instanceof Error ? error.message : String(error)
    site.logs.say('cloudwatch', `Alarm ${alarm.properties.AlarmName}: action ${action} failed: ${why}`)
  }

  return {
    on: (arnPrefix: string, act: Act) => {
      takers.set(arnPrefix, act)
    },
    /** An ApiError for an action that nobody here takes: it would be lost without a word. */
    check(alarm: AlarmProperties): void {
      const { AlarmActions = [], OKActions = [], InsufficientDataActions = [] } = alarm
      for (const action of [...AlarmActions, ...OKActions, ...InsufficientDataActions]) {
        if (action.startsWith(TOPIC_PREFIX) || takerOf(action)) continue
        throw new ApiError(
          'ValidationError',
          `Alarm ${alarm.AlarmName}: nothing in the local runtime takes the action ${action}. It takes topics and scaling policies.`,
        )
      }
    },
    run(alarm: Alarm, before: Alarm, told: Pick<AlarmSignal, 'latestValue' | 'at'>): void {
      const { properties, state, reason, arn } = alarm
      if (properties.ActionsEnabled === false) return
      for (const action of actionsOf(properties, state)) {
        const act = takerOf(action)
        if (act) {
          try {
            act(action, {
              name: properties.AlarmName,
              arn,
              state,
              previousState: before.state,
              reason,
              threshold: properties.Threshold,
              ...told,
            })
          } catch (error) {
            say(alarm, action, error)
          }
        } else if (state !== before.state) {
          const sent = publish(action, alarm, before)
            .catch((error: unknown) => say(alarm, action, error))
            .finally(() => underway.delete(sent))
          underway.add(sent)
        }
      }
    },
    /** Resolves once nothing is on its way to a topic any more. */
    settled: async () => {
      await Promise.all(underway)
    },
  }
}

function actionsOf(alarm: AlarmProperties, state: Alarm['state']): readonly string[] {
  if (state === 'ALARM') return alarm.AlarmActions ?? []
  return (state === 'OK' ? alarm.OKActions : alarm.InsufficientDataActions) ?? []
}
