import { readFailure } from '../events/delivery/failure.ts'
import { nextTry } from '../events/delivery/retry.ts'
import { parseSchedule } from '../events/schedule/parse-schedule.ts'
import { runSchedule } from '../events/schedule/run-schedule.ts'
import type { RoleSession } from '../iam/permissions.ts'
import { ApiError } from '../protocol/api-error.ts'
import { arn, type Site } from '../site.ts'
import type { ScheduleProperties } from './schedule-properties.ts'
import { taskLaunch } from './task-launch.ts'

/** What a schedule reaches. Each rejects with an `ApiError` as its API would. */
export interface SchedulerTargets {
  runTask(input: Record<string, unknown>): Promise<unknown>
  sendDeadLetter(queueArn: string, body: string, attributes: Record<string, string>): Promise<unknown>
}

interface Schedule {
  readonly name: string
  readonly arn: string
  readonly properties: ScheduleProperties
  readonly createdAt: number
}

export interface Schedules {
  /** In the order of their names. */
  list(): readonly Schedule[]
  /** Makes a schedule, or brings the one of that name to these properties; throws an `ApiError` and changes nothing. */
  put(name: string, properties: ScheduleProperties): Schedule
  /** One that is not there is no error. A start that is under way ends as it began. */
  remove(name: string): void
  close(): Promise<void>
}

/** Schedules on the fast clock. They are in the template: nothing of them is kept. */
export function createSchedules(site: Site, targets: SchedulerTargets, random: () => number): Schedules {
  const schedules = new Map<string, { readonly schedule: Schedule; readonly stop: AbortController }>()
  const running = new Set<Promise<void>>()
  const say = (text: string) => site.logs.say('scheduler', text)

  /** Tries until the retry policy is used up; then the dead-letter queue is told. */
  async function start(schedule: Schedule, signal: AbortSignal): Promise<void> {
    const { name, properties } = schedule
    const { RetryPolicy: policy, DeadLetterConfig, Arn, Input } = properties.Target
    const begun = site.clock.now()
    for (let retries = 0; ; retries++) {
      try {
        const launch = taskLaunch(name, properties)
        takeRole(schedule)?.may('ecs', 'RunTask', launch)
        await targets.runTask(launch)
        return
      } catch (error) {
        const failure = readFailure(error)
        const ageMilliseconds = site.clock.now() - begun
        const next = failure.retry ? nextTry({ policy, retries, ageMilliseconds, random }) : undefined
        if (next?.kind === 'wait') {
          await site.clock.sleep(next.milliseconds, signal)
          continue
        }
        say(`${name} → ${Arn}: not started, retries: ${retries} (${failure.code}: ${failure.message})`)
        if (!DeadLetterConfig) return
        const told = {
          ERROR_CODE: failure.code,
          ERROR_MESSAGE: failure.message,
          RETRY_ATTEMPTS: String(retries),
        }
        await sendDeadLetter(schedule, DeadLetterConfig.Arn, Input ?? '{}', told)
        return
      }
    }
  }

  /** The source that AWS names is the schedule's group. */
  function takeRole({ name, properties }: Schedule): RoleSession | undefined {
    return site.permissions?.takeRole({
      arn: properties.Target.RoleArn,
      service: 'scheduler.amazonaws.com',
      sessionName: name,
      sourceArn: arn(site, 'scheduler', `schedule-group/${properties.GroupName}`),
    })
  }

  function requireRole(schedule: Schedule): void {
    try {
      takeRole(schedule)
    } catch (cause) {
      const message = `The execution role you provide must allow AWS EventBridge Scheduler to assume the role: ${schedule.properties.Target.RoleArn}`
      throw Object.assign(new ApiError('ValidationException', message), { cause })
    }
  }

  async function sendDeadLetter(
    schedule: Schedule,
    queueArn: string,
    body: string,
    told: Record<string, string>,
  ): Promise<void> {
    try {
      takeRole(schedule)?.may('sqs', 'SendMessage', { QueueUrl: queueArn })
      await targets.sendDeadLetter(queueArn, body, told)
    } catch (error) {
      say(`${schedule.name}: its dead-letter queue ${queueArn} refuses it: ${readFailure(error).message}`)
    }
  }

  function run(schedule: Schedule, stop: AbortController): void {
    const { ScheduleExpression, ScheduleExpressionTimezone: timezone, State } = schedule.properties
    const options = { start: new Date(site.fastClock.now()), timezone }
    const times = parseSchedule(ScheduleExpression, options)
    if (State === 'DISABLED') return
    const fire = () => start(schedule, stop.signal)
    const ended = runSchedule(times, site.fastClock, fire, stop.signal)
      .catch((error) => {
        if (!stop.signal.aborted) say(`schedule ${schedule.name} stopped: ${error}`)
      })
      .finally(() => running.delete(ended))
    running.add(ended)
  }

  return {
    list: () =>
      [...schedules.values()].map(({ schedule }) => schedule).sort((a, b) => (a.name < b.name ? -1 : 1)),
    put(name, properties) {
      const stop = new AbortController()
      const before = schedules.get(name)
      const schedule = {
        name,
        arn: arn(site, 'scheduler', `schedule/${properties.GroupName}/${name}`),
        properties,
        createdAt: before?.schedule.createdAt ?? site.clock.now(),
      }
      requireRole(schedule)
      run(schedule, stop)
      before?.stop.abort(new Error('The schedule has changed.'))
      schedules.set(name, { schedule, stop })
      return schedule
    },
    remove(name) {
      schedules.get(name)?.stop.abort(new Error('The schedule is gone.'))
      schedules.delete(name)
    },
    async close() {
      for (const { stop } of schedules.values()) stop.abort(new Error('The scheduler closes.'))
      await Promise.all(running)
    },
  }
}
