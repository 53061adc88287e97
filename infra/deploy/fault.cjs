// What stops a deploy, in words for the person who started it: what happened, why, and what leads on.
'use strict'

class Fault extends Error {}

module.exports = { Fault }
