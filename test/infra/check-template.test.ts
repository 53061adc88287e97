import { createRequire } from 'node:module'
import { expect, test } from 'vitest'

const CheckTemplate = createRequire(import.meta.url)('../../infra/check-template.cjs')

function check(Resources: object, stage: string): void {
  const { hooks } = new CheckTemplate({
    classes: { Error },
    getProvider: () => ({
      getStage: () => stage,
      getRegion: () => 'eu-west-1',
      naming: { getStackName: () => `stevedore-${stage}` },
    }),
    service: { provider: { compiledCloudFormationTemplate: { Resources } } },
  })
  for (const hook of Object.values(hooks) as (() => void)[]) hook()
}

const rule = (Name: string) => ({ Type: 'AWS::Events::Rule', Properties: { Name } })

test('a template within all limits is packaged', () => {
  expect(() => check({ Rule: rule('stevedore-prod-small-object') }, 'prod')).not.toThrow()
})

test('a role whose policies IAM would refuse is not packaged', () => {
  const Resource = Array(200).fill('arn:aws:dynamodb:eu-west-1:123456789012:table/stevedore-prod-rows')
  const Policies = [{ PolicyName: 'own', PolicyDocument: { Statement: [{ Resource }] } }]
  const resources = { LoadObjectRole: { Type: 'AWS::IAM::Role', Properties: { Policies } } }
  expect(() => check(resources, 'prod')).toThrow(
    /deployed: the policies of LoadObjectRole have \d+ characters/,
  )
})

test('a template that breaks several limits is refused with all of them', () => {
  const stage = 'p'.repeat(60)
  const resources = { Own: rule('r'.repeat(65)), Rule: rule(`stevedore-${stage}`) }
  expect(() => check(resources, stage)).toThrow(
    /^The template cannot be deployed: --stage is p+, and may have 54 characters.*; Name of Own is r+, which has 65/,
  )
})
