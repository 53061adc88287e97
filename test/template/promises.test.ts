import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { datasetsHash } from '../../shared/dataset/datasets-hash.ts'
import { readCompiledDatasets } from '../../shared/dataset/read-compiled-datasets.ts'
import { packageFolder, root, type Variant } from '../system/variants.ts'
import { referenced } from './rules/referenced.ts'
import { packagedTemplate, type Resource, resourcesOf } from './template.ts'

// What the packaged template promises, whatever the parameters.

/** Actions that know no resource. */
const WITHOUT_RESOURCE = ['ecr:GetAuthorizationToken', 'cloudwatch:GetMetricData']

describe.each<Variant>(['local', 'direct'])('the template of %s', (variant) => {
  const template = packagedTemplate(variant)
  const environment = (resource: Resource | undefined): Record<string, unknown> =>
    Object.fromEntries(
      resource?.Properties.ContainerDefinitions[0].Environment.map(
        ({ Name, Value }: { Name: string; Value: unknown }) => [Name, Value],
      ),
    )

  test('names its outputs as tools expect them', () => {
    const tables = readdirSync(join(root, 'datasets')).length
    expect(Object.keys(template.Outputs)).toEqual(
      expect.arrayContaining([
        'LandingBucketName',
        'ResultsBucketName',
        'LedgerTableName',
        'LoadsQueueUrl',
        'LoadsDeadLetterQueueUrl',
        'LaunchesQueueUrl',
        'LaunchesDeadLetterQueueUrl',
        'ClusterName',
        'LoadQueueServiceName',
        'TopicArn',
        'AirportsTableName',
        'ZipcodesTableName',
        'UnemploymentTableName',
      ]),
    )
    expect(Object.keys(template.Outputs).filter((name) => name.endsWith('TableName'))).toHaveLength(
      tables + 1,
    )
  })

  test('carries the hash of the datasets in the image', () => {
    const json: unknown = JSON.parse(
      readFileSync(join(packageFolder(variant), 'image', 'datasets.json'), 'utf8'),
    )
    const hash = datasetsHash(readCompiledDatasets(json))
    expect(environment(template.Resources.LoadObjectTask).DATASETS_HASH).toBe(hash)
    expect(environment(template.Resources.LoadQueueTask).DATASETS_HASH).toBe(hash)
  })

  test('gives each command of a task a bundle in the image', () => {
    const image = readdirSync(join(packageFolder(variant), 'image'))
    for (const [, task] of resourcesOf(template, 'AWS::ECS::TaskDefinition')) {
      const [program, ...args] = task.Properties.ContainerDefinitions[0].Command
      expect(program).toBe('node')
      expect(image).toContain(args.at(-1))
    }
  })

  test('F05 gives every target of a rule a retry policy and a dead-letter queue that takes from this rule', () => {
    const policies = JSON.stringify(resourcesOf(template, 'AWS::SQS::QueuePolicy'))
    for (const [name, rule] of resourcesOf(template, 'AWS::Events::Rule')) {
      for (const target of rule.Properties.Targets) {
        expect(target.RetryPolicy).toEqual({ MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 })
        expect(target.DeadLetterConfig.Arn['Fn::GetAtt'][0]).toMatch(/DeadLetter$/)
      }
      expect(policies).toContain(`{"aws:SourceArn":{"Fn::GetAtt":["${name}","Arn"]}}`)
    }
  })

  test('gives every queue a dead-letter queue, encryption, and the longest retention', () => {
    for (const [name, { Properties }] of resourcesOf(template, 'AWS::SQS::Queue')) {
      expect(Properties).toMatchObject({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 1_209_600 })
      if (!name.endsWith('DeadLetter')) {
        expect(Properties.RedrivePolicy).toEqual({
          deadLetterTargetArn: { 'Fn::GetAtt': [`${name}DeadLetter`, 'Arn'] },
          maxReceiveCount: 100,
        })
      }
    }
  })

  test('gives each part a role of its own, and permissions on named resources', () => {
    const roles = resourcesOf(template, 'AWS::IAM::Role')
    const users = [
      ...resourcesOf(template, 'AWS::ECS::TaskDefinition').map(
        ([, { Properties }]) => Properties.TaskRoleArn,
      ),
      ...resourcesOf(template, 'AWS::Lambda::Function').map(([, { Properties }]) => Properties.Role),
    ].map(referenced)
    expect(new Set(users).size).toBe(users.length)

    for (const [name, role] of roles) {
      for (const { PolicyDocument } of role.Properties.Policies) {
        for (const { Action, Resource } of PolicyDocument.Statement) {
          if (!WITHOUT_RESOURCE.includes(Action)) expect(Resource, name).not.toBe('*')
          expect(JSON.stringify(Action), name).not.toContain('*')
        }
      }
    }
  })
})
