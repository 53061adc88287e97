import { describe, expect, test } from 'vitest'
import { refusal } from './deploy/fake-account.ts'
import { key, TABLE } from './deploy/fake-service.ts'
import { setup } from './deploy/setup.ts'

const IMAGE = `registry/stevedore@sha256:${'0'.repeat(64)}`
const BUCKET = 'stevedore-prod-landingbucket-abc123'

const missing = refusal('ResourceNotFoundException', 'no such table')

/** An account where the removed stack left its table, with this key, and its bucket. */
function leftovers({
  deployedKey = 'iata',
  ...given
}: Record<string, unknown> & { deployedKey?: string } = {}) {
  const service = setup({ image: IMAGE, ...given })
  Object.assign(service.account.answers, {
    DescribeTable: () => ({ Table: key(deployedKey) }),
    ListBuckets: () => ({ Buckets: [{ Name: BUCKET }, { Name: 'stevedore-prod-other-abc' }] }),
    ...(given.answers as object),
  })
  return service
}

const adopting = { settings: { existingData: 'adopt' } }

function importOf(service: ReturnType<typeof setup>) {
  const [, input] = service.account.calls.find(([action]) => action === 'CreateChangeSet') ?? []
  return { input, template: JSON.parse(String(input?.TemplateBody)) }
}

describe('a deploy that meets tables of an earlier stack', () => {
  test('stops before anything is changed, and names what leads on', async () => {
    const service = leftovers()
    const error = String(await service.beforeDeploy().catch((reason: Error) => reason))
    expect(error).toContain('Nothing was changed.')
    expect(error).toContain('table  stevedore-prod-airports')
    expect(error).toContain(`bucket ${BUCKET}`)
    expect(error).not.toContain('stevedore-prod-other-abc')
    expect(error).toContain('--param "existingData=adopt"')
    expect(error).toContain('aws dynamodb delete-table --table-name stevedore-prod-airports')
    expect(error).not.toContain('--no-deletion-protection-enabled')
    expect(service.changes()).toEqual([])
  })

  test('builds no image first', async () => {
    const service = leftovers({ image: 'none' })
    await expect(service.beforeDeploy()).rejects.toThrow('existingData=adopt')
    expect(service.changes()).toEqual([])
    expect(service.commands()).toEqual(['version'])
  })

  test('names the command that lifts the protection of a table', async () => {
    const service = leftovers({
      answers: { DescribeTable: () => ({ Table: { ...key('iata'), DeletionProtectionEnabled: true } }) },
    })
    await expect(service.beforeDeploy()).rejects.toThrow(
      /--table-name stevedore-prod-airports --no-deletion-protection-enabled\n.*delete-table/,
    )
  })

  test('minds no bucket where no table is left: a new one gets a new name', async () => {
    const service = leftovers({ answers: { DescribeTable: missing } })
    await service.beforeDeploy()
    expect(service.changes()).toEqual([])
  })

  test.each(['DELETE_SKIPPED', 'DELETE_FAILED'])(
    'minds one that the stack has dropped: %s',
    async (ResourceStatus) => {
      const dropped = leftovers({
        answers: {
          DescribeStacks: () => ({ Stacks: [{ StackStatus: 'UPDATE_ROLLBACK_COMPLETE' }] }),
          ListStackResources: () => ({
            StackResourceSummaries: [{ LogicalResourceId: TABLE, ResourceStatus }],
          }),
        },
      })
      await expect(dropped.beforeDeploy()).rejects.toThrow('existingData=adopt')
    },
  )

  test('minds one with which a stack was only planned', async () => {
    const planned = leftovers({
      answers: { DescribeStacks: () => ({ Stacks: [{ StackStatus: 'REVIEW_IN_PROGRESS' }] }) },
    })
    await expect(planned.beforeDeploy()).rejects.toThrow('existingData=adopt')
  })

  test('minds no table of the stack itself', async () => {
    const service = leftovers({
      answers: {
        DescribeStacks: () => ({ Stacks: [{ StackStatus: 'UPDATE_COMPLETE' }] }),
        ListStackResources: ({ NextToken }: { NextToken?: string }) => ({
          StackResourceSummaries: [
            { LogicalResourceId: NextToken ? TABLE : 'LandingBucket', ResourceStatus: 'CREATE_COMPLETE' },
          ],
          NextToken: NextToken ? undefined : 'more',
        }),
      },
    })
    await service.beforeDeploy()
    expect(service.changes()).toEqual([])
  })
})

describe('a deploy that adopts existing data', () => {
  test('says of a bucket that it did not find that a new one is made', async () => {
    const found = leftovers(adopting)
    await found.beforeDeploy()
    expect(found.notices.join()).not.toContain('No bucket')
    const missed = leftovers({ ...adopting, answers: { ListBuckets: () => ({ Buckets: [] }) } })
    await missed.beforeDeploy()
    expect(missed.notices.join()).toContain(
      'No bucket that was left has the name of LandingBucket: a new one',
    )
  })

  test('imports tables and buckets into a new stack, and nothing else', async () => {
    const service = leftovers(adopting)
    await service.beforeDeploy()
    const { input, template } = importOf(service)
    expect(input).toMatchObject({
      StackName: 'stevedore-prod',
      ChangeSetType: 'IMPORT',
      ResourcesToImport: [
        {
          ResourceType: 'AWS::DynamoDB::Table',
          LogicalResourceId: TABLE,
          ResourceIdentifier: { TableName: 'stevedore-prod-airports' },
        },
        {
          ResourceType: 'AWS::S3::Bucket',
          LogicalResourceId: 'LandingBucket',
          ResourceIdentifier: { BucketName: BUCKET },
        },
      ],
    })
    expect(Object.keys(template.Resources)).toEqual([TABLE, 'LandingBucket'])
    expect(template.Resources[TABLE]).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: { TableName: 'stevedore-prod-airports' },
    })
    expect(service.changes()).toEqual(['CreateChangeSet', 'ExecuteChangeSet'])
  })

  test('adds to the template of a stack that is there, and changes nothing of it', async () => {
    const own = { Resources: { Topic: { Type: 'AWS::SNS::Topic' } }, Outputs: { TopicArn: { Value: 1 } } }
    let status = 'UPDATE_COMPLETE'
    const service = leftovers({
      ...adopting,
      answers: {
        DescribeStacks: () => ({ Stacks: [{ StackStatus: status }] }),
        ListStackResources: () => ({ StackResourceSummaries: [] }),
        GetTemplate: () => ({ TemplateBody: JSON.stringify(own) }),
        ExecuteChangeSet: () => {
          status = 'IMPORT_COMPLETE'
        },
      },
    })
    await service.beforeDeploy()
    const { template } = importOf(service)
    expect(template).toMatchObject(own)
    expect(Object.keys(template.Resources)).toEqual(['Topic', TABLE, 'LandingBucket'])
  })

  test('lays a template that is too large for a request into the bucket of the framework', async () => {
    const own = { Resources: { Topic: { Type: 'AWS::SNS::Topic', Properties: 'x'.repeat(51_200) } } }
    let status = 'UPDATE_COMPLETE'
    const service = leftovers({
      ...adopting,
      answers: {
        DescribeStacks: () => ({ Stacks: [{ StackStatus: status }] }),
        ListStackResources: () => ({
          StackResourceSummaries: [
            {
              LogicalResourceId: 'ServerlessDeploymentBucket',
              PhysicalResourceId: 'artifacts',
              ResourceStatus: 'CREATE_COMPLETE',
            },
          ],
        }),
        GetTemplate: () => ({ TemplateBody: JSON.stringify(own) }),
        PutObject: () => ({}),
        ExecuteChangeSet: () => {
          status = 'IMPORT_COMPLETE'
        },
      },
    })
    await service.beforeDeploy()
    const [, put] = service.account.calls.find(([action]) => action === 'PutObject') ?? []
    const [, change] = service.account.calls.find(([action]) => action === 'CreateChangeSet') ?? []
    expect(change).not.toHaveProperty('TemplateBody')
    expect(change?.TemplateURL).toBe(`https://s3.amazonaws.com/artifacts/${put?.Key}`)
    expect(String(put?.Key)).toMatch(/^serverless\/stevedore\/prod\//)
  })

  test('tells why an import is refused, and leaves no planned stack behind', async () => {
    const service = leftovers({
      ...adopting,
      answers: {
        DescribeChangeSet: () => ({ Status: 'FAILED', StatusReason: 'already exists in stack other' }),
        DeleteStack: () => ({}),
      },
    })
    await expect(service.beforeDeploy()).rejects.toThrow(
      'The existing data cannot be adopted: already exists in stack other',
    )
    expect(service.account.calls.at(-1)).toEqual(['DeleteStack', { StackName: 'stevedore-prod' }])
  })

  test('tells why an import failed, and leaves no planned stack behind', async () => {
    const statuses = ['REVIEW_IN_PROGRESS', 'IMPORT_IN_PROGRESS', 'REVIEW_IN_PROGRESS']
    const service = leftovers({
      ...adopting,
      answers: {
        DescribeStacks: ({ StackName }: { StackName: string }) =>
          StackName === 'the-id'
            ? { Stacks: [{ StackStatus: statuses.shift() }] }
            : refusal('ValidationError', 'does not exist')({}),
        CreateChangeSet: () => ({ Id: 'change-set', StackId: 'the-id' }),
        ExecuteChangeSet: () => ({}),
        DescribeStackEvents: () => ({
          StackEvents: [
            { LogicalResourceId: TABLE, ResourceStatus: 'IMPORT_FAILED', ResourceStatusReason: 'no drift' },
          ],
        }),
        DeleteStack: () => ({}),
      },
    })
    await expect(service.beforeDeploy()).rejects.toThrow(`REVIEW_IN_PROGRESS: ${TABLE}: no drift`)
    expect(statuses).toEqual([])
    expect(service.account.calls.at(-1)).toEqual(['DeleteStack', { StackName: 'stevedore-prod' }])
  })

  test('finds a bucket among many', async () => {
    const service = leftovers({
      ...adopting,
      answers: {
        ListBuckets: ({ ContinuationToken }: { ContinuationToken?: string }) =>
          ContinuationToken ? { Buckets: [{ Name: BUCKET }] } : { ContinuationToken: 'more' },
      },
    })
    await service.beforeDeploy()
    expect(importOf(service).input?.ResourcesToImport).toHaveLength(2)
  })

  test('does not guess which of two buckets holds the files', async () => {
    const service = leftovers({
      ...adopting,
      answers: { ListBuckets: () => ({ Buckets: [{ Name: BUCKET }, { Name: `${BUCKET}4` }] }) },
    })
    await expect(service.beforeDeploy()).rejects.toThrow(`LandingBucket may be ${BUCKET} or ${BUCKET}4`)
    expect(service.changes()).toEqual([])
  })

  test('does nothing in an account without any', async () => {
    const service = setup({ image: IMAGE, ...adopting })
    await service.beforeDeploy()
    expect(service.changes()).toEqual([])
  })
})

describe('a dataset with another key than its table', () => {
  test('stops the deploy of its stack, with the ways on', async () => {
    const service = leftovers({
      deployedKey: 'code',
      answers: {
        DescribeStacks: () => ({ Stacks: [{ StackStatus: 'UPDATE_COMPLETE' }] }),
        ListStackResources: () => ({
          StackResourceSummaries: [{ LogicalResourceId: TABLE, ResourceStatus: 'CREATE_COMPLETE' }],
        }),
      },
    })
    await expect(service.beforeDeploy()).rejects.toThrow(
      /^Nothing was changed\. The key of dataset airports is iata \(S\), and that of its table stevedore-prod-airports is code \(S\).*name: airports-2.*take its file out of datasets\/, deploy, aws dynamodb delete-table --table-name stevedore-prod-airports, put the file back/,
    )
    expect(service.changes()).toEqual([])
  })

  test('is told with the command that lifts the protection of its table', async () => {
    const service = leftovers({
      answers: { DescribeTable: () => ({ Table: { ...key('code'), DeletionProtectionEnabled: true } }) },
    })
    await expect(service.beforeDeploy()).rejects.toThrow(
      '--no-deletion-protection-enabled && aws dynamodb delete-table',
    )
  })

  test('is not adopted either', async () => {
    const service = leftovers({ ...adopting, deployedKey: 'code' })
    await expect(service.beforeDeploy()).rejects.toThrow(/is iata \(S\).*is code \(S\)/)
    expect(service.changes()).toEqual([])
  })
})
