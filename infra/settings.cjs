// The parameters of the stage, checked: from the command line they come as text, and a wrong one is named here and not
// by CloudFormation ten minutes later. serverless.yml reads the result as ${self:custom.settings.<name>}.
'use strict'

const {
  emailOrNone,
  imageName,
  keyArnOrNone,
  oneOf,
  oneOfNumbers,
  schedule,
  tagsOrNone,
  wholeNumber,
} = require('./parameter-rules.cjs')
const { NETWORK_RULES, networkFaults, networkSettings } = require('./network-settings.cjs')
const refuse = require('./refuse.cjs')
const { SCALING_RULES, scalingFaults, scalingSettings } = require('./scaling-settings.cjs')
const { TASK_RULES, taskFaults, taskSettings } = require('./task-settings.cjs')

const RULES = {
  routeBytes: wholeNumber(0, 5_000_000_000, 'bytes; EventBridge compares numbers up to 5.0e9'),
  launch: oneOf('queue', 'direct'),
  launchCapacity: oneOf('spot', 'on-demand'),
  ...SCALING_RULES,
  alarms: oneOf('on', 'off'),
  waitAlarm: wholeNumber(60, 1_209_600, 'seconds'),
  auditSchedule: schedule,
  auditDeadline: wholeNumber(60, 43_200, 'seconds'),
  lostAfter: wholeNumber(0, 86_400, 'seconds'),
  email: emailOrNone,
  tracing: oneOf('off', 'xray'),
  notify: oneOf('problems', 'all', 'none'),
  architecture: oneOf('arm64', 'x86_64'),
  baseImage: imageName,
  deletionProtection: oneOf('on', 'off'),
  pointInTimeRecovery: oneOf('ledger', 'all'),
  existingData: oneOf('refuse', 'adopt'),
  logRetentionDays: oneOfNumbers(1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1827, 3653),
  kmsKey: keyArnOrNone,
  tags: tagsOrNone,
  ...TASK_RULES,
  ...NETWORK_RULES,
}

// What parameters have to be to each other. Asked only where each of them is right by itself.
const TOGETHER = [
  { names: Object.keys(SCALING_RULES), faultsOf: scalingFaults },
  { names: Object.keys(TASK_RULES), faultsOf: taskFaults },
  { names: Object.keys(NETWORK_RULES), faultsOf: networkFaults },
]

// Parameters that serverless.yml reads as they are.
const FREE = ['image']

module.exports = async ({ options, resolveVariable }) => {
  const settings = {}
  const faults = unknownNames(options.param ?? [])
  for (const [name, rule] of Object.entries(RULES)) {
    const received = await resolveVariable(`param:${name}`)
    const { value, fault } = rule(received)
    if (fault) faults.push(`${name} is ${JSON.stringify(received)}, and has to be ${fault}`)
    settings[name] = value
  }
  const region = await resolveVariable('self:provider.region')
  faults.push(...faultsTogether(settings), ...keyFaults(settings, region))
  if (faults.length > 0) refuse(`Parameters that cannot be used: ${faults.join('; ')}`)
  return {
    ...settings,
    // For outputs and for the environment of containers, which take text alone.
    text: Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, String(value)])),
    ...scalingSettings(settings),
    protectsTables: settings.deletionProtection === 'on',
    recoversRows: settings.pointInTimeRecovery === 'all',
    cpuArchitecture: settings.architecture.toUpperCase(),
    launchCapacityProvider: settings.launchCapacity === 'spot' ? 'FARGATE_SPOT' : 'FARGATE',
    ...taskSettings(settings),
    network: networkSettings(settings),
    stackTags: {
      application: await resolveVariable('self:service'),
      stage: await resolveVariable('sls:stage'),
      ...settings.tags,
    },
    // What the framework takes: without it, functions pass on the traces of others and begin none.
    functionTracing: settings.tracing === 'xray' ? 'Active' : false,
    subscriptions: settings.email === '' ? [] : [{ Protocol: 'email', Endpoint: settings.email }],
  }
}

function faultsTogether(settings) {
  return TOGETHER.filter(({ names }) => names.every((name) => settings[name] !== undefined)).flatMap(
    ({ faultsOf }) => faultsOf(settings),
  )
}

function keyFaults({ kmsKey = '' }, region) {
  if (kmsKey === '' || kmsKey.split(':')[3] === region) return []
  return [`kmsKey is ${kmsKey}, and has to be of region ${region}, as everything that it encrypts`]
}

function unknownNames(params) {
  const known = [...Object.keys(RULES), ...FREE]
  return params
    .map((param) => param.split('=')[0])
    .filter((name) => !known.includes(name))
    .map((name) => `there is no parameter ${name}; there are ${known.join(', ')}`)
}
