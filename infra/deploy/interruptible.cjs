'use strict'

const { Fault } = require('./fault.cjs')

const SIGNALS = ['SIGINT', 'SIGTERM']

/**
 * Runs `work` with a signal that Ctrl-C aborts. Its end is awaited, so that what it keeps for itself is gone; then the
 * process ends as one that was interrupted.
 */
async function interruptible(work) {
  const controller = new AbortController()
  let interruptedBy
  const interrupt = (name) => {
    interruptedBy = name
    controller.abort()
  }
  for (const name of SIGNALS) process.on(name, interrupt)
  try {
    return await work(controller.signal)
  } catch (error) {
    throw interruptedBy ? new Fault('Interrupted.', { cause: error }) : error
  } finally {
    for (const name of SIGNALS) process.off(name, interrupt)
    if (interruptedBy) process.kill(process.pid, interruptedBy)
  }
}

module.exports = { interruptible }
