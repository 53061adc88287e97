import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { VARIANTS, type Variant } from '../system/variants.ts'
import { CHECK_NAMES, type Check, findingsOf } from './findings/checks.ts'
import { expired, readWaivers, unused, withoutWaiver } from './findings/waivers.ts'
import type { Draft } from './rules/rule.ts'
import { packagedTemplate, templateFile } from './template.ts'

const waivers = readWaivers()
const variants = Object.keys(VARIANTS) as Variant[]
const results = CHECK_NAMES.flatMap((check) =>
  variants.map((variant) => ({ check, variant, found: findingsOf(check, templateFile(variant)) })),
)

test.each(results)('$check finds nothing in the template of $variant', ({ found }) => {
  expect(withoutWaiver(found, waivers)).toEqual([])
})

test('every waiver is needed', () => {
  expect(
    unused(
      waivers,
      results.flatMap(({ found }) => found),
    ),
  ).toEqual([])
})

test('no waiver has expired: look at each again, and give it another day or take it out', () => {
  expect(expired(waivers, new Date().toISOString().slice(0, 10))).toEqual([])
})

describe('what is wrong is found by', () => {
  test.each<{ check: Check; id: string; how: string; change: (resources: Record<string, Draft>) => void }>([
    {
      check: 'the validator of AWS',
      id: 'F3012',
      how: 'a property of the wrong type',
      change: ({ Loads }) => {
        Object.assign(Loads?.Properties, { VisibilityTimeout: 'a minute' })
      },
    },
    {
      check: 'cdk-nag',
      id: 'AwsSolutions-SQS4',
      how: 'a queue that takes plain HTTP',
      change: (resources) => delete resources.LoadsPolicy,
    },
    {
      check: 'cdk-nag',
      id: 'Serverless-LambdaLatestVersion',
      how: 'a function on an old Node.js',
      change: ({ LaunchDashloadLambdaFunction }) => {
        Object.assign(LaunchDashloadLambdaFunction?.Properties, { Runtime: 'nodejs16.x' })
      },
    },
  ])('$check: $how', ({ check, id, change }) => {
    const folder = mkdtempSync(join(tmpdir(), 'stevedore-template-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const broken = structuredClone(packagedTemplate('local'))
    change(broken.Resources as Record<string, Draft>)
    const file = join(folder, 'template.json')
    writeFileSync(file, JSON.stringify(broken))
    const open = withoutWaiver(findingsOf(check, file), waivers).map((finding) => finding.id)
    expect(open).toContain(id)
  })
})
