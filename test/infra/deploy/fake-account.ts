import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
// The very classes that the plug-ins take from the framework.
const fromFramework = createRequire(require.resolve('serverless/package.json'))

export const URI = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/stevedore-prod'
export const DIGEST = `sha256:${'ab'.repeat(32)}`

type Input = Record<string, unknown>
export type Answer = (input: Input) => unknown

export interface Account {
  /** `[action, input]` in their order. */
  readonly calls: [string, Input][]
  /** What is asked of the account, each by its action. What is not in it fails the test by name. */
  readonly answers: Record<string, Answer>
}

export function refusal(name: string, message: string): Answer {
  return () => {
    throw Object.assign(new Error(message), { name })
  }
}

/** An empty account: images are those that the fake docker pushed, stacks end at once as they should. */
export function fakeAccount(dockerLog: string): Account {
  const stacks = new Map<string, Input>()
  const calls: [string, Input][] = []
  const end = (name: string, StackStatus: string) => {
    const Outputs = [{ OutputKey: 'RepositoryUri', OutputValue: URI }]
    stacks.set(name, { StackId: name, StackName: name, StackStatus, Outputs })
    return { StackId: name, Id: 'change-set' }
  }
  const answers: Record<string, Answer> = {
    DescribeImages: ({ imageIds }) => {
      const [{ imageTag }] = imageIds as [{ imageTag: string }]
      const log = existsSync(dockerLog) ? readFileSync(dockerLog, 'utf8') : ''
      if (!log.includes(`"push","${URI}:${imageTag}"`)) throw notFound('RepositoryNotFoundException')
      return { imageDetails: [{ imageDigest: DIGEST }] }
    },
    GetAuthorizationToken: () => ({
      authorizationData: [{ authorizationToken: Buffer.from('AWS:secret').toString('base64') }],
    }),
    DescribeStacks: ({ StackName }) => {
      const stack = stacks.get(String(StackName))
      if (!stack)
        throw Object.assign(new Error(`Stack with id ${StackName} does not exist`), {
          name: 'ValidationError',
        })
      return { Stacks: [stack] }
    },
    CreateStack: ({ StackName }) => end(String(StackName), 'CREATE_COMPLETE'),
    UpdateStack: refusal('ValidationError', 'No updates are to be performed.'),
    CreateChangeSet: ({ StackName }) => end(String(StackName), 'REVIEW_IN_PROGRESS'),
    DescribeChangeSet: () => ({ Status: 'CREATE_COMPLETE' }),
    ExecuteChangeSet: () => end('stevedore-prod', 'IMPORT_COMPLETE'),
    DescribeTable: refusal('ResourceNotFoundException', 'no such table'),
    ListBuckets: () => ({ Buckets: [] }),
    CreateServiceLinkedRole: () => ({ Role: {} }),
  }
  const account = { calls, answers }
  for (const [name, service] of Object.entries({
    'client-cloudformation': 'CloudFormation',
    'client-dynamodb': 'DynamoDB',
    'client-ecr': 'ECR',
    'client-ecs': 'ECS',
    'client-iam': 'IAM',
    'client-s3': 'S3',
    'client-sns': 'SNS',
  })) {
    const sdk = fromFramework(`@aws-sdk/${name}`)
    sdk[`${service}Client`].prototype.send = async (command: {
      constructor: { name: string }
      input: Input
    }) => answer(account, command.constructor.name.replace(/Command$/, ''), command.input)
  }
  return account
}

function answer({ calls, answers }: Account, action: string, input: Input): unknown {
  calls.push([action, input])
  const found = answers[action]
  if (!found) throw new Error(`The account was not expected to be asked for ${action}.`)
  return found(input)
}

function notFound(name: string): Error {
  return Object.assign(new Error('not there'), { name })
}
