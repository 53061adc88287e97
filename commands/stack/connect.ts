import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { ECSClient } from '@aws-sdk/client-ecs'
import { S3Client } from '@aws-sdk/client-s3'
import { SQSClient } from '@aws-sdk/client-sqs'
import { StevedoreError } from '../../shared/platform/error.ts'

/** The stage of `npm start`, and what it prints for clients. */
const LAPTOP_STAGE = 'local'
const LAPTOP = {
  endpoint: 'http://127.0.0.1:4566',
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
}

export interface Connection {
  readonly s3: S3Client
  readonly dynamodb: DynamoDBClient
  readonly sqs: SQSClient
  readonly ecs: ECSClient
  /** Where AWS is, if not where its regions are. */
  readonly endpoint: string | undefined
  readonly stackName: string
  readonly outputs: Readonly<Record<string, string>>
  close(): void
}

/** Clients for the stack of a stage, and its outputs. Throws a StevedoreError that says what to do. */
export async function connect(
  stage: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Connection> {
  const settings = stage === LAPTOP_STAGE ? laptopSettings(env) : {}
  const stackName = `stevedore-${stage}`
  const endpoint = env.AWS_ENDPOINT_URL || (stage === LAPTOP_STAGE ? LAPTOP.endpoint : undefined)
  const where = endpoint ?? 'AWS'
  const outputs = await readOutputs(new CloudFormationClient(settings), stackName, where)
  const s3 = new S3Client(settings)
  const dynamodb = new DynamoDBClient(settings)
  const sqs = new SQSClient(settings)
  const ecs = new ECSClient(settings)
  return {
    s3,
    dynamodb,
    sqs,
    ecs,
    endpoint,
    stackName,
    outputs,
    close: () => {
      for (const client of [s3, dynamodb, sqs, ecs]) client.destroy()
    },
  }
}

/**
 * What the environment leaves open is as `npm start` has it. Any keys will do there: those of an AWS_PROFILE, which the
 * SDK would take before any others, may have expired or be none.
 */
function laptopSettings(env: Readonly<Record<string, string | undefined>>) {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env
  return {
    endpoint: env.AWS_ENDPOINT_URL || LAPTOP.endpoint,
    region: env.AWS_REGION || env.AWS_DEFAULT_REGION || LAPTOP.region,
    credentials: accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : LAPTOP.credentials,
  }
}

async function readOutputs(
  client: CloudFormationClient,
  stackName: string,
  where: string,
): Promise<Record<string, string>> {
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: stackName }))
    const outputs = Stacks[0]?.Outputs ?? []
    return Object.fromEntries(outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]))
  } catch (error) {
    throw explained(error as Error & { code?: string }, stackName, where)
  } finally {
    client.destroy()
  }
}

function explained(error: Error & { code?: string }, stackName: string, where: string): StevedoreError {
  const isLaptop = stackName.endsWith(`-${LAPTOP_STAGE}`)
  const remedy = isLaptop
    ? 'Start it with npm start, in another terminal'
    : 'Deploy it, or name another with --stage'
  if (error.message.includes('does not exist'))
    return new StevedoreError('config.invalid', `There is no stack ${stackName} at ${where}. ${remedy}`, {
      cause: error,
    })
  // Node gathers the refusals of several addresses in an error without a message.
  if (/^E[A-Z]+$/.test(error.code ?? ''))
    return new StevedoreError(
      'dependency.unavailable',
      `Nothing answers at ${where} (${error.code}). ${remedy}${isLaptop ? '; where it runs at another port, set AWS_ENDPOINT_URL as it says' : ''}`,
      {
        cause: error,
      },
    )
  return new StevedoreError(
    'dependency.denied',
    `The stack ${stackName} cannot be looked up at ${where}: ${error.message || error.name}. Set AWS_REGION and credentials for it`,
    { cause: error },
  )
}
