// An error that is the user's to mend. The framework prints the stack of what a file throws; this one has none.
'use strict'

module.exports = function refuse(message) {
  const error = new Error(message)
  error.stack = message
  throw error
}
