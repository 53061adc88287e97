// The parameters of the stage, checked: from the command line they come as text, and a wrong one is named here and not
// by CloudFormation ten minutes later. serverless.yml reads the result as ${self:custom.settings.<name>}.
'use strict'

const {
  emailOrNone,
  imageName,
  oneOf,
  oneOfNumbers,
  schedule,
  wholeNumber,
} = require('./parameter-rules.cjs')
const refuse = require('./refuse.cjs')
const { scalingSettings, scheduleOf, together } = require('./scaling-settings.cjs')

const RULES = {
  routeBytes: wholeNumber(0, 5_000_000_000, 'bytes; EventBridge compares numbers up to 5.0e9'),
  launch: oneOf('queue', 'direct'),
  launchCapacity: oneOf('spot', 'on-demand'),
  minTasks: wholeNumber(0, 1000, 'tasks'),
  maxTasks: wholeNumber(1, 1000, 'tasks'),
  scaleOn: oneOf('backlog', 'messages'),
  backlogPerTask: wholeNumber(1, 100_000, 'messages'),
  scaleOutCooldown: wholeNumber(0, 3600, 'seconds'),
  scaleInCooldown: wholeNumber(0, 3600, 'seconds'),
  scaleOnCpu: wholeNumber(0, 100, 'percent; 0 for not at all'),
  scaleOnMemory: wholeNumber(0, 100, 'percent; 0 for not at all'),
  scaleSchedule: scheduleOf,
  onDemandBase: wholeNumber(0, 1000, 'tasks'),
  spotWeight: wholeNumber(0, 1000, 'Spot tasks for each one on demand; 0 for none'),
  minimumHealthyPercent: wholeNumber(0, 100, 'percent'),
  maximumPercent: wholeNumber(100, 200, 'percent'),
  waitAlarm: wholeNumber(60, 1_209_600, 'seconds'),
  auditSchedule: schedule,
  auditDeadline: wholeNumber(60, 43_200, 'seconds'),
  lostAfter: wholeNumber(0, 86_400, 'seconds'),
  email: emailOrNone,
  notify: oneOf('problems', 'all', 'none'),
  architecture: oneOf('arm64', 'x86_64'),
  baseImage: imageName,
  existingData: oneOf('refuse', 'adopt'),
  logRetentionDays: oneOfNumbers(1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1827, 3653),
}

// The longest that Fargate gives a container between SIGTERM and SIGKILL. The workers' drain budget follows from it.
const STOP_TIMEOUT_SECONDS = 120

// Parameters that serverless.yml reads as they are.
const FREE = ['image']

module.exports = async ({ options, resolveVariable }) => {
  const settings = { stopTimeoutSeconds: STOP_TIMEOUT_SECONDS }
  const faults = unknownNames(options.param ?? [])
  for (const [name, rule] of Object.entries(RULES)) {
    const received = await resolveVariable(`param:${name}`)
    const { value, fault } = rule(received)
    if (fault) faults.push(`${name} is ${JSON.stringify(received)}, and has to be ${fault}`)
    settings[name] = value
  }
  if (faults.length === 0) faults.push(...together(settings))
  if (faults.length > 0) refuse(`Parameters that cannot be used: ${faults.join('; ')}`)
  return {
    ...settings,
    // An output's value is text.
    routeBytesText: String(settings.routeBytes),
    ...scalingSettings(settings),
    cpuArchitecture: settings.architecture.toUpperCase(),
    launchCapacityProvider: settings.launchCapacity === 'spot' ? 'FARGATE_SPOT' : 'FARGATE',
    subscriptions: settings.email === '' ? [] : [{ Protocol: 'email', Endpoint: settings.email }],
  }
}

function unknownNames(params) {
  const known = [...Object.keys(RULES), ...FREE]
  return params
    .map((param) => param.split('=')[0])
    .filter((name) => !known.includes(name))
    .map((name) => `there is no parameter ${name}; there are ${known.join(', ')}`)
}
