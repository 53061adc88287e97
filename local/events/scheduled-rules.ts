import type { Site } from '../site.ts'
import type { Deliveries } from './delivery/deliveries.ts'
import { makeEnvelope } from './envelope.ts'
import type { Rule } from './rule.ts'
import { runSchedule } from './schedule/run-schedule.ts'

/** Fires rules that have a schedule, on the fast clock. */
export interface ScheduledRules {
  /** Begins, changes or ends the schedule of a rule. */
  set(name: string, rule: Rule | undefined): void
  close(): Promise<void>
}

export function createScheduledRules(site: Site, deliveries: Pick<Deliveries, 'accept'>): ScheduledRules {
  const running = new Map<
    string,
    { readonly stop: AbortController; readonly expression: string; rule: Rule }
  >()
  const ended = new Set<Promise<void>>()

  async function fire(rule: Rule, time: Date): Promise<void> {
    const event = {
      source: 'aws.events',
      detailType: 'Scheduled Event',
      resources: [rule.arn],
      detail: {},
      time,
    }
    await deliveries.accept(makeEnvelope(event, site), [rule])
  }

  function stop(name: string): void {
    running.get(name)?.stop.abort(new Error('The schedule has ended.'))
    running.delete(name)
  }

  return {
    set(name, rule) {
      const schedule = rule?.isEnabled ? rule.schedule : undefined
      const expression = rule?.definition.scheduleExpression ?? ''
      const current = running.get(name)
      // A rate goes on counting when something else of its rule changes, such as its targets.
      if (rule && schedule && current?.expression === expression) {
        current.rule = rule
        return
      }
      stop(name)
      if (!rule || !schedule) return
      const entry = { stop: new AbortController(), expression, rule }
      running.set(name, entry)
      const run = runSchedule(schedule, site.fastClock, (time) => fire(entry.rule, time), entry.stop.signal)
        .catch((error) => {
          if (!entry.stop.signal.aborted) site.logs.say('events', `schedule of ${name} stopped: ${error}`)
        })
        .finally(() => ended.delete(run))
      ended.add(run)
    },
    async close() {
      for (const name of [...running.keys()]) stop(name)
      await Promise.all(ended)
    },
  }
}
