import { createRequire } from 'node:module'
import { expect, test } from 'vitest'

const { repositoryTemplate } = createRequire(import.meta.url)('../../infra/deploy/repository-template.cjs')

test('old images go, the newest stay, and so does a push that is under way', () => {
  const { Properties } = repositoryTemplate('stevedore-prod', 'stevedore-prod').Resources.Images
  const { rules } = JSON.parse(Properties.LifecyclePolicy.LifecyclePolicyText)
  expect(rules.map(({ selection }: { selection: object }) => selection)).toEqual([
    { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 7 },
    { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 50 },
  ])
  // ECR wants the rule for any image to be the last.
  expect(rules.map(({ rulePriority }: { rulePriority: number }) => rulePriority)).toEqual([1, 2])
})
