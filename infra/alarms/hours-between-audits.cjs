// How long an audit may be away: the longest pause between two starts of its schedule, in hours.
'use strict'

const { Cron } = require('croner')

module.exports = hoursBetweenAudits

const HOUR_MS = 3_600_000
/** A month and some days hold every pause that an alarm could wait for. */
const HOURS_LOOKED_AT = 35 * 24
const UNIT_HOURS = { minute: 1 / 60, hour: 1, day: 24 }

/** Takes what Scheduler takes: `rate(2 hours)`, `cron(0 * * * ? *)`. Times are in UTC. */
function hoursBetweenAudits(schedule) {
  const [, rate, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(schedule) ?? []
  if (rate !== undefined) return Math.max(1, Math.ceil(Number(rate) * UNIT_HOURS[unit]))

  const cron = new Cron(`0 ${schedule.slice('cron('.length, -1)}`, {
    alternativeWeekdays: true,
    sloppyRanges: true,
    mode: '7-part',
    timezone: 'UTC',
  })
  // From a day that is always the same, so that the same sources make the same template.
  const start = Date.UTC(2026, 0, 1)
  let longest = 0
  let idle = 0
  for (let hour = 0; hour < HOURS_LOOKED_AT; hour++) {
    const begin = start + hour * HOUR_MS
    const next = cron.nextRun(new Date(begin - 1))
    idle = next !== null && next.getTime() < begin + HOUR_MS ? 0 : idle + 1
    longest = Math.max(longest, idle)
  }
  return longest + 1
}
