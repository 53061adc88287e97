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
  scaleSteps,
  scaleSchedule,
  onDemandBase: wholeNumber(0, 1000, 'tasks'),
  spotWeight: wholeNumber(0, 1000, 'Spot tasks for each one on demand; 0 for none'),
  minimumHealthyPercent: wholeNumber(0, 100, 'percent'),
  maximumPercent: wholeNumber(100, 200, 'percent'),
}

const STEP_ENTRY = /^([1-9]\d{0,8}) \+([1-9]\d{0,2}|1000)$/
// https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-quotas.html
const STEPS_MAX = 20

/** `500 +2; 5000 +8`: from so many messages on, so many tasks more. */
function scaleSteps(received) {
  const entries = entriesOf(received, STEP_ENTRY)
  const value = entries.map((entry) => ({ messages: Number(entry?.[1]), tasks: Number(entry?.[2]) }))
  const isValid =
    entries.every((entry) => entry) &&
    value.length <= STEPS_MAX &&
    value.every(({ messages }, place) => place === 0 || messages > value[place - 1].messages)
  return isValid
    ? { value }
    : {
        fault: `nothing, or up to ${STEPS_MAX} numbers of messages, rising, with the tasks to add, such as "500 +2; 5000 +8"`,
      }
}

const SCHEDULE_ENTRY = /^((?:cron|rate|at)\([^()]+\)) (\d{1,4})\.\.(\d{1,4})$/

/** `cron(0 6 ? * MON-FRI *) 5..20; cron(0 20 * * ? *) 0..10`: from each time on, these limits. */
function scaleSchedule(received) {
  const entries = entriesOf(received, SCHEDULE_ENTRY)
  const isValid = entries.every((entry) => entry && Number(entry[2]) <= Number(entry[3]))
  if (!isValid) {
    return {
      fault: 'nothing, or times with limits such as "cron(0 6 * * ? *) 5..20; cron(0 20 * * ? *) 2..10"',
    }
  }
  return { value: entries.map(([, time, min, max]) => ({ time, min: Number(min), max: Number(max) })) }
}

/** What the form finds in each part between semicolons: null where it is another. */
function entriesOf(received, form) {
  return String(received)
    .split(';')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map((entry) => form.exec(entry))
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
  const { minTasks, scaleSteps, scaleSchedule, onDemandBase, spotWeight } = settings
  const onDemand = { CapacityProvider: 'FARGATE', Weight: 1 }
  const mayHaveNoTask = minTasks === 0 || scaleSchedule.some(({ min }) => min === 0)
  // Names of what scaling-options.yml has to choose from.
  const word = (holds) => (holds ? 'yes' : 'no')
  return {
    // Only tasks that may be none need the policy for the first one.
    reachesZero: word(mayHaveNoTask),
    mayHaveNoTask,
    takesSteps: word(scaleSteps.length > 0),
    stepsFrom: scaleSteps[0]?.messages ?? 0,
    stepAdjustments: stepAdjustments(scaleSteps),
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

/** Their bounds count from the threshold of the alarm, which is the first step. */
function stepAdjustments(steps) {
  return steps.map(({ messages, tasks }, place) => {
    const next = steps[place + 1]
    return {
      MetricIntervalLowerBound: messages - steps[0].messages,
      ...(next ? { MetricIntervalUpperBound: next.messages - steps[0].messages } : {}),
      ScalingAdjustment: tasks,
    }
  })
}

module.exports = { SCALING_RULES, scalingFaults, scalingSettings }
