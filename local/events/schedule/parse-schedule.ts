import { Cron } from 'croner'
import { ApiError } from '../../protocol/api-error.ts'

export interface Schedule {
  readonly kind: 'rate' | 'cron' | 'at'
  /** The first time after this one; `undefined` where there is none left. */
  next(after: Date): Date | undefined
}

export interface ScheduleOptions {
  /** When a rate begins to count: its first time is one period later. */
  readonly start: Date
  /** An IANA name, UTC unless told otherwise; a rate has no use for it. */
  readonly timezone?: string
}

/** Parses `rate(5 minutes)`, `cron(0 12 * * ? *)` or `at(2030-01-31T12:00:00)`; a fault is a `ValidationException`. */
export function parseSchedule(expression: string, options: ScheduleOptions): Schedule {
  const [, kind, content = ''] = /^(rate|cron|at)\((.*)\)$/s.exec(expression) ?? []
  if (kind === 'rate') return parseRate(expression, content, options.start)
  if (kind === 'cron') return parseCron(expression, content, options.timezone ?? 'UTC')
  if (kind === 'at') return parseAt(expression, content, options.timezone ?? 'UTC')
  throw invalid(expression, 'it is none of rate(…), cron(…) and at(…)')
}

const UNIT_MILLISECONDS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }

function parseRate(expression: string, content: string, start: Date): Schedule {
  const [, digits, unit, plural] = /^(\d+) (minute|hour|day)(s?)$/.exec(content) ?? []
  const count = Number(digits)
  if (!unit || !(count >= 1) || !Number.isSafeInteger(count)) {
    throw invalid(expression, 'a rate is a whole number and minute(s), hour(s) or day(s)')
  }
  if ((count === 1) === (plural === 's')) {
    throw invalid(expression, 'the unit is singular for 1 and plural for more')
  }
  const period = count * UNIT_MILLISECONDS[unit as keyof typeof UNIT_MILLISECONDS]
  return {
    kind: 'rate',
    next: (after) => {
      const periods = Math.floor((after.getTime() - start.getTime()) / period) + 1
      return new Date(start.getTime() + Math.max(1, periods) * period)
    },
  }
}

const CRON_FIELDS = 6

function parseCron(expression: string, content: string, timezone: string): Schedule {
  const fields = content.trim().split(/\s+/)
  if (fields.length !== CRON_FIELDS) {
    throw invalid(
      expression,
      `cron has six fields (minutes, hours, day of month, month, day of week, year), not ${fields.length}`,
    )
  }
  const questions = fields.flatMap((field, index) => (field.includes('?') ? [index] : []))
  if (questions.length !== 1 || !fields[2]?.match(/^\?$/) === !fields[4]?.match(/^\?$/)) {
    throw invalid(expression, 'exactly one of day of month and day of week is ?, and no other field is')
  }
  // AWS's fields are those of Quartz: weekdays from 1 = Sunday, a year at the end. Seconds are ours.
  const pattern = ['0', ...fields].join(' ')
  return fromCron('cron', expression, pattern, timezone)
}

function parseAt(expression: string, content: string, timezone: string): Schedule {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(content)) {
    throw invalid(expression, 'at takes a time such as 2030-01-31T12:00:00')
  }
  return fromCron('at', expression, content, timezone)
}

function fromCron(kind: 'cron' | 'at', expression: string, pattern: string, timezone: string): Schedule {
  try {
    const cron = new Cron(pattern, {
      alternativeWeekdays: true,
      sloppyRanges: true,
      mode: '7-part',
      timezone,
      paused: true,
    })
    const next = (after: Date) => cron.nextRun(after) ?? undefined
    next(new Date(0))
    return { kind, next }
  } catch (error) {
    throw invalid(expression, error instanceof Error ? error.message : String(error))
  }
}

function invalid(expression: string, why: string): ApiError {
  return new ApiError(
    'ValidationException',
    `Parameter ScheduleExpression is not valid: ${expression}: ${why}.`,
  )
}
