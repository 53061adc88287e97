// What a parameter may be. A rule takes what came and gives the value, or the fault as the end of "… and has to be".
'use strict'

module.exports = { emailOrNone, imageName, oneOf, oneOfNumbers, schedule, wholeNumber }

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
