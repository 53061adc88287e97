// What a parameter may be. A rule takes what came and gives the value, or the fault as the end of "… and has to be".
'use strict'

module.exports = {
  emailOrNone,
  idsOrNone,
  imageName,
  keyArnOrNone,
  oneOf,
  oneOfNumbers,
  schedule,
  tagsOrNone,
  wholeNumber,
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

function schedule(received) {
  const value = received === 'hourly' ? 'cron(0 * * * ? *)' : received
  return /^(cron|rate)\([^()]+\)$/.test(value)
    ? { value }
    : { fault: 'hourly, or a schedule such as "cron(30 2 * * ? *)" or "rate(2 hours)"' }
}

function imageName(value) {
  return /^[a-z0-9][\w./:-]*(@sha256:[0-9a-f]{64})?$/.test(value)
    ? { value }
    : { fault: 'the name of an image, such as node:24-slim, or one with its digest' }
}

/** `subnet-0a1b2c3d,subnet-4e5f6a7b`: ids of EC2 with this prefix. */
function idsOrNone(prefix, max) {
  const form = new RegExp(`^${prefix}-([0-9a-f]{8}|[0-9a-f]{17})$`)
  return (received) => {
    const value = listOf(received)
    const isValid =
      value.length <= max && value.every((id) => form.test(id)) && new Set(value).size === value.length
    return isValid
      ? { value }
      : {
          fault: `nothing, or up to ${max} ids such as ${prefix}-0123456789abcdef0, each once, with commas between them`,
        }
  }
}

function keyArnOrNone(value) {
  return value === '' || /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/.test(value)
    ? { value }
    : { fault: 'nothing, or the ARN of a key of KMS (no alias), such as arn:aws:kms:REGION:ACCOUNT:key/ID' }
}

// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Tag.html: 50 of a stack, of which it has two itself.
const TAGS_MAX = 48
const TAG = /^(?!aws:)([\w .:/+@-]{1,128})=([\w .:/=+@-]{0,256})$/i
const OWN_TAGS = ['application', 'stage']

/** `team=data,cost-centre=12` */
function tagsOrNone(received) {
  const entries = listOf(received).map((tag) => TAG.exec(tag))
  const names = entries.map((entry) => entry?.[1])
  const isValid =
    entries.length <= TAGS_MAX &&
    entries.every((entry) => entry !== null && !OWN_TAGS.includes(entry[1])) &&
    new Set(names).size === names.length
  return isValid
    ? { value: Object.fromEntries(entries.map(([, name, value]) => [name, value])) }
    : {
        fault: `nothing, or up to ${TAGS_MAX} tags such as "team=data,cost-centre=12", each name once; ${OWN_TAGS.join(' and ')} are set already`,
      }
}

function listOf(received) {
  return String(received)
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
}
