// How large tasks are, and how long they have to stop.
'use strict'

const { fargateSize, largerSize } = require('./fargate-sizes.cjs')
const { wholeNumber } = require('./parameter-rules.cjs')

// Of a container on Fargate, between SIGTERM and SIGKILL:
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html#container_definition_timeout
const STOP_TIMEOUT_SECONDS_MAX = 120
// A worker needs up to 15 to hand back what it has in hand, and may use the rest to finish it.
const STOP_TIMEOUT_SECONDS_MIN = 30

const TASK_RULES = {
  loadQueueSize: fargateSize,
  loadObjectSize: fargateSize,
  largeObjectSize: fargateSize,
  auditSize: fargateSize,
  stopTimeout: wholeNumber(STOP_TIMEOUT_SECONDS_MIN, STOP_TIMEOUT_SECONDS_MAX, 'seconds'),
}

/** Faults of parameters that do not go together. */
function taskFaults({ loadObjectSize, largeObjectSize }) {
  const isLarger = largeObjectSize.memory > loadObjectSize.memory && largeObjectSize.cpu >= loadObjectSize.cpu
  if (isLarger) return []
  return [
    `largeObjectSize is ${text(largeObjectSize)}, and has to be larger than loadObjectSize, ${text(loadObjectSize)}: it is also what a task gets that ran out of memory`,
  ]
}

/** What the template of the tasks needs: text, as task definitions and overrides have it. */
function taskSettings({ loadQueueSize, loadObjectSize, largeObjectSize, auditSize }) {
  return {
    tasks: {
      loadQueue: texts(loadQueueSize),
      loadObject: texts(loadObjectSize),
      audit: texts(auditSize),
    },
    launchSizes: {
      small: text(loadObjectSize),
      large: text(largeObjectSize),
      largest: text(largerSize(largeObjectSize)),
    },
  }
}

function texts({ cpu, memory }) {
  return { cpu: String(cpu), memory: String(memory) }
}

function text({ cpu, memory }) {
  return `${cpu}/${memory}`
}

module.exports = { STOP_TIMEOUT_SECONDS_MAX, TASK_RULES, taskFaults, taskSettings }
