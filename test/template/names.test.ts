import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root, stageOf, VARIANTS, type Variant } from '../system/variants.ts'
import { packagedTemplate } from './template.ts'

const { NAMES, templateFaults } = createRequire(import.meta.url)('../../infra/template-limits.cjs')
const variants = Object.keys(VARIANTS) as Variant[]

test.each(variants)('every name that the stage is part of is measured, in %s', (variant) => {
  const prefix = `stevedore-${stageOf(variant)}`
  const unmeasured = Object.entries(packagedTemplate(variant).Resources).flatMap(
    ([logicalId, { Type, Properties = {} }]) =>
      Object.entries(Properties)
        .filter(([property]) => /(^Family|Name)$/.test(property) && property !== NAMES[Type]?.[0])
        .filter(([, value]) => String(value).includes(prefix))
        .map(([property]) => `${property} of ${logicalId}`),
  )
  expect(unmeasured).toEqual([])
})

test.each(variants)('a stage of 41 characters is short enough for %s, one of 42 is not', (variant) => {
  const stage = stageOf(variant)
  const faultsOf = (longer: string) => {
    const text = JSON.stringify(packagedTemplate(variant).Resources)
    return templateFaults(JSON.parse(text.replaceAll(`stevedore-${stage}`, `stevedore-${longer}`)), longer)
  }
  expect(faultsOf('s'.repeat(41))).toEqual([])
  expect(faultsOf('s'.repeat(42))).toEqual([expect.stringContaining('may have 41 characters at most')])
})

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-dashboard.html: and those of IAM and S3. */
const OF_ALL_REGIONS: readonly string[] = [
  ...['AWS::CloudWatch::Dashboard', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::Role', 'AWS::S3::Bucket'],
]

test.each(variants)('what has one name in all regions names its own, in %s', (variant) => {
  const names = Object.values(packagedTemplate(variant).Resources)
    .filter(({ Type }) => OF_ALL_REGIONS.includes(Type))
    .flatMap(({ Type, Properties = {} }) =>
      Object.entries(Properties).filter(([name]) => NAMES[Type]?.includes(name)),
    )
    .map(([, name]) => JSON.stringify(name))
  expect(names).toContainEqual(expect.stringContaining('stevedore'))
  for (const name of names) expect(name).toMatch(/us-east-1|AWS::Region/)
})

test('the page on parameters tells how long a stage may be', () => {
  expect(readFileSync(join(root, 'docs/parameters.md'), 'utf8')).toContain('so a stage may have 41;')
})
