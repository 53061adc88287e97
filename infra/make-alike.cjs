'use strict'

const { chmodSync, readdirSync, utimesSync } = require('node:fs')
const { join } = require('node:path')

/** The same tree whoever packages it and when, which gives the same layer; and the user of the image can read it. */
module.exports = function makeAlike(folder) {
  for (const name of readdirSync(folder)) {
    chmodSync(join(folder, name), 0o644)
    utimesSync(join(folder, name), 0, 0)
  }
  chmodSync(folder, 0o755)
  utimesSync(folder, 0, 0)
}
