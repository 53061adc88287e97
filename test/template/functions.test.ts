import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { packageFolder } from '../system/variants.ts'
import { packagedTemplate, resourcesOf } from './template.ts'

/** What Lambda has to read before the first event of a cold start. */
const BUNDLE_BYTES_MAX = 450_000

interface Statement {
  readonly Action: string | readonly string[]
  readonly Resource: unknown
}

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

test('a function that may send to the queue it is fed from may do so again and again', () => {
  const template = packagedTemplate('local')
  const loops = resourcesOf(template, 'AWS::Lambda::EventSourceMapping').flatMap(([, { Properties }]) => {
    const name: string = Properties.FunctionName['Fn::GetAtt'][0]
    const { Role, RecursiveLoop } = template.Resources[name]?.Properties ?? {}
    const role = /^\$\{(\w+)\.Arn\}$/.exec(Role['Fn::Sub'])?.[1] ?? ''
    const statements: Statement[] = template.Resources[role]?.Properties.Policies.flatMap(
      ({ PolicyDocument }: { PolicyDocument: { Statement: Statement[] } }) => PolicyDocument.Statement,
    )
    const source = JSON.stringify(Properties.EventSourceArn)
    const maySend = statements.some(
      ({ Action, Resource }) =>
        [Action].flat().includes('sqs:SendMessage') && JSON.stringify(Resource).includes(source),
    )
    return maySend ? [{ name, RecursiveLoop }] : []
  })
  expect(loops).toEqual([{ name: 'LaunchDashloadLambdaFunction', RecursiveLoop: 'Allow' }])
})
