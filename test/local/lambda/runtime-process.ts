import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createFunctions } from '../../../local/lambda/functions.ts'
import { invoke } from '../../../local/lambda/invocation/invoke.ts'
import { site } from '../cloudformation/site.ts'

/** A process with one function, in the folder of its argument, which prints the id of its environment's process and then waits to be killed. */
const folder = process.argv[2] as string
writeFileSync(
  join(folder, 'index.js'),
  'setInterval(() => {}, 1000); exports.handler = async () => process.pid',
)
const functions = createFunctions(site)
functions.put({
  name: 'lasting',
  shortName: 'lasting',
  arn: 'arn:aws:lambda:eu-west-1:000000000000:function:lasting',
  role: 'any',
  runtime: 'nodejs24.x',
  handler: 'index.handler',
  timeoutSeconds: 3,
  memoryMegabytes: 128,
  architecture: 'x86_64',
  environment: {},
  logGroup: '/aws/lambda/lasting',
  environmentsMax: 1,
  code: { folder, sha256: '', bytes: 0 },
})
const { payload } = await invoke(functions.find('lasting'), '{}')
process.stdout.write(payload)
setInterval(() => {}, 60_000)
