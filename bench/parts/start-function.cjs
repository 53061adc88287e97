// Loads a function's bundle as Lambda does before its first event, and tells how long that took, in milliseconds.
const { join } = require('node:path')

const begunAt = performance.now()
const { handler } = require(join(process.cwd(), process.argv[2]))
const milliseconds = performance.now() - begunAt
if (typeof handler !== 'function') throw new Error(`${process.argv[2]} exports no handler`)
process.stdout.write(JSON.stringify({ milliseconds }), () => process.exit())
