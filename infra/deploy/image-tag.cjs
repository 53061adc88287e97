'use strict'

const { createHash } = require('node:crypto')
const { readdirSync, readFileSync } = require('node:fs')
const { join } = require('node:path')

/** Names the image by all that goes into it: the same sources have the same tag on every machine. */
function imageTag({ context, dockerfile, architecture, baseImage }) {
  const hash = createHash('sha256')
  const add = (name, content) => {
    const bytes = Buffer.from(content)
    hash.update(`${JSON.stringify(name)} ${bytes.length}\n`).update(bytes)
  }
  add('base', baseImage)
  add('Dockerfile', readFileSync(dockerfile))
  for (const name of readdirSync(context).sort()) add(name, readFileSync(join(context, name)))
  return `${architecture}-${hash.digest('hex').slice(0, 40)}`
}

module.exports = { imageTag }
