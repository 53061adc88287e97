import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { connect } from '../../../commands/stack/connect.ts'

/** A CloudFormation that gives every request the same answer. */
async function serve(status: number, body: string): Promise<string> {
  const server = createServer((_request, response) => response.writeHead(status).end(body))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

test('the outputs of the stack are read, with what npm start prints where nothing else is said', async () => {
  const endpoint = await serve(
    200,
    `<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>stevedore-local</StackName>
      <Outputs><member><OutputKey>LandingBucketName</OutputKey><OutputValue>landing-1</OutputValue></member></Outputs>
      </member></Stacks></DescribeStacksResult></DescribeStacksResponse>`,
  )
  const connection = await connect('local', { AWS_ENDPOINT_URL: endpoint })
  onTestFinished(() => connection.close())
  expect(connection).toMatchObject({
    endpoint: expect.any(String),
    stackName: 'stevedore-local',
    outputs: { LandingBucketName: 'landing-1' },
  })
  expect(await connection.s3.config.region()).toBe('us-east-1')
  expect(await connection.dynamodb.config.credentials()).toMatchObject({ accessKeyId: 'local' })
})

test.each([
  [{ AWS_PROFILE: 'expired' }, 'local'],
  [{ AWS_PROFILE: 'expired', AWS_ACCESS_KEY_ID: 'mine', AWS_SECRET_ACCESS_KEY: 'x' }, 'mine'],
])('the keys for the laptop are no profile’s: %o', async (env, accessKeyId) => {
  const endpoint = await serve(
    200,
    '<DescribeStacksResponse><DescribeStacksResult/></DescribeStacksResponse>',
  )
  const connection = await connect('local', { ...env, AWS_ENDPOINT_URL: endpoint })
  onTestFinished(() => connection.close())
  expect(await connection.s3.config.credentials()).toMatchObject({ accessKeyId })
})

test('where nothing answers, npm start is the remedy', async () => {
  await expect(connect('local', { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' })).rejects.toMatchObject({
    code: 'dependency.unavailable',
    message:
      'Nothing answers at http://127.0.0.1:1 (ECONNREFUSED). Start it with npm start, in another terminal; where it runs at another port, set AWS_ENDPOINT_URL as it says',
  })
})

test('a stack that is not there is told by name', async () => {
  const endpoint = await serve(
    400,
    '<ErrorResponse><Error><Code>ValidationError</Code><Message>Stack with id stevedore-local does not exist</Message></Error></ErrorResponse>',
  )
  await expect(connect('local', { AWS_ENDPOINT_URL: endpoint })).rejects.toMatchObject({
    code: 'config.invalid',
    message: `There is no stack stevedore-local at ${endpoint}. Start it with npm start, in another terminal`,
  })
})

test('a refusal is told with its reason', async () => {
  const endpoint = await serve(
    403,
    '<ErrorResponse><Error><Code>InvalidClientTokenId</Code><Message>The token is invalid.</Message></Error></ErrorResponse>',
  )
  await expect(connect('local', { AWS_ENDPOINT_URL: endpoint })).rejects.toMatchObject({
    code: 'dependency.denied',
    message: expect.stringContaining('The token is invalid'),
  })
})
