// The parameters of the stage, checked: from the command line they come as text, and a wrong one is named here and not
// by CloudFormation ten minutes later. serverless.yml reads the result as ${self:custom.settings.<name>}.
'use strict'

const refuse = require('./refuse.cjs')

const RULES = {
  routeBytes: wholeNumber(0, 5_000_000_000, 'bytes; EventBridge compares numbers up to 5.0e9'),
  launch: oneOf('queue', 'direct'),
  launchCapacity: oneOf('spot', 'on-demand'),
  minTasks: wholeNumber(0, 1000, 'tasks'),
  email: emailOrNone,
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
  if (faults.length > 0) refuse(`Parameters that cannot be used: ${faults.join('; ')}`)
  return {
    ...settings,
    // An output's value is text.
    routeBytesText: String(settings.routeBytes),
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

function wholeNumber(min, max, unit) {
  return (received) => {
    const value = Number(received)
    const isValid = /^\d+$/.test(String(received)) && value >= min && value <= max
    return isValid ? { value } : { fault: `a whole number from ${min} to ${max} (${unit})` }
  }
}

function oneOf(...values) {
  return (value) => (values.includes(value) ? { value } : { fault: values.join(' or ') })
}

function oneOfNumbers(...values) {
  return (received) =>
    values.includes(Number(received)) ? { value: Number(received) } : { fault: `one of ${values.join(', ')}` }
}

function emailOrNone(value) {
  return value === '' || /^[^\s@]+@[^\s@]+$/.test(value)
    ? { value }
    : { fault: 'an e-mail address, or nothing' }
}
