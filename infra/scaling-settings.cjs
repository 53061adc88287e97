// What the template of the load-queue service needs besides the parameters themselves.
'use strict'

const { oneOf, wholeNumber } = require('./parameter-rules.cjs')

const SCALING_RULES = {
  minTasks: wholeNumber(0, 1000, 'tasks'),
  maxTasks: wholeNumber(1, 1000, 'tasks'),
  scaleOn: oneOf('backlog', 'messages'),
  backlogPerTask: wholeNumber(1, 100_000, 'messages'),
  scaleOutCooldown: wholeNumber(0, 3600, 'seconds'),
  scaleInCooldown: wholeNumber(0, 3600, 'seconds'),
  scaleOnCpu: wholeNumber(0, 100, 'percent; 0 for not at all'),
  scaleOnMemory: wholeNumber(0, 100, 'percent; 0 for not at all'),
  scaleSchedule,
  onDemandBase: wholeNumber(0, 1000, 'tasks'),
  spotWeight: wholeNumber(0, 1000, 'Spot tasks for each one on demand; 0 for none'),
  minimumHealthyPercent: wholeNumber(0, 100, 'percent'),
  maximumPercent: wholeNumber(100, 200, 'percent'),
}

const SCHEDULE_ENTRY = /^((?:cron|rate|at)\([^()]+\)) (\d{1,4})\.\.(\d{1,4})$/

/** `cron(0 6 ? * MON-FRI *) 5..20; cron(0 20 * * ? *) 0..10`: from each time on, these limits. */
function scaleSchedule(received) {
  const entries = String(received)
    .split(';')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map((entry) => SCHEDULE_ENTRY.exec(entry))
  const isValid = entries.every((entry) => entry && Number(entry[2]) <= Number(entry[3]))
  if (!isValid) {
    return {
      fault: 'nothing, or times with limits such as "cron(0 6 * * ? *) 5..20; cron(0 20 * * ? *) 2..10"',
    }
  }
  return { value: entries.map(([, time, min, max]) => ({ time, min: Number(min), max: Number(max) })) }
}

/** Faults of parameters that do not go together. */
function scalingFaults(settings) {
  const faults = []
  const { minTasks, maxTasks, scaleInCooldown, scaleOutCooldown } = settings
  if (minTasks > maxTasks) faults.push(`minTasks is ${minTasks}, and has to be at most maxTasks, ${maxTasks}`)
  if (scaleInCooldown < scaleOutCooldown) {
    faults.push(
      `scaleInCooldown is ${scaleInCooldown}, and has to be at least scaleOutCooldown, ${scaleOutCooldown}`,
    )
  }
  faults.push(...replacementFaults(settings))
  return faults
}

/** ECS rounds the minimum up and the maximum down: with few tasks there may be no room to replace one. */
function replacementFaults({ minTasks, minimumHealthyPercent, maximumPercent }) {
  const tasks = Math.max(1, minTasks)
  const mayStop = Math.ceil((tasks * minimumHealthyPercent) / 100) < tasks
  const mayStart = Math.floor((tasks * maximumPercent) / 100) > tasks
  if (mayStop || mayStart) return []
  return [
    `minimumHealthyPercent is ${minimumHealthyPercent} and maximumPercent is ${maximumPercent}, which lets no task be replaced while there are ${tasks}`,
  ]
}

function scalingSettings(settings) {
  const { minTasks, scaleSchedule, onDemandBase, spotWeight } = settings
  const onDemand = { CapacityProvider: 'FARGATE', Weight: 1 }
  const mayHaveNoTask = minTasks === 0 || scaleSchedule.some(({ min }) => min === 0)
  // Names of what scaling-options.yml has to choose from.
  const word = (holds) => (holds ? 'yes' : 'no')
  return {
    // Only tasks that may be none need the policy for the first one.
    reachesZero: word(mayHaveNoTask),
    mayHaveNoTask,
    scalesOnCpu: word(settings.scaleOnCpu > 0),
    scalesOnMemory: word(settings.scaleOnMemory > 0),
    scheduledActions: scaleSchedule.map(({ time, min, max }, index) => ({
      ScheduledActionName: `limits-${index + 1}`,
      Schedule: time,
      ScalableTargetAction: { MinCapacity: min, MaxCapacity: max },
    })),
    serviceCapacity:
      spotWeight === 0
        ? [onDemand]
        : [
            { ...onDemand, Base: onDemandBase },
            { CapacityProvider: 'FARGATE_SPOT', Weight: spotWeight },
          ],
  }
}

module.exports = { SCALING_RULES, scalingFaults, scalingSettings }
