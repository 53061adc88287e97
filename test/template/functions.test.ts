import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { packageFolder } from '../system/variants.ts'
import { packagedTemplate, resourcesOf } from './template.ts'

/** What Lambda has to read before the first event of a cold start. */
const BUNDLE_BYTES_MAX = 450_000

test('a function is one file, small enough to start fast', () => {
  const functions = resourcesOf(packagedTemplate('local'), 'AWS::Lambda::Function')
  expect(functions.length).toBeGreaterThan(0)
  for (const [, { Properties }] of functions) {
    const handler: string = Properties.Handler
    const zip = join(packageFolder('local'), `${handler.split('/')[1]}.zip`)
    const files = Object.entries(unzipSync(readFileSync(zip)))
    expect(files.map(([name]) => name)).toEqual([handler.replace(/\.\w+$/, '.cjs')])
    for (const [name, { length }] of files) expect(length, name).toBeLessThanOrEqual(BUNDLE_BYTES_MAX)
  }
})
