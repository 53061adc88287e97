import { createRequire } from 'node:module'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Answer, fakeAccount, refusal } from './deploy/fake-account.ts'
import { fakeService } from './deploy/fake-service.ts'
import { folderOfTest } from './deploy/setup.ts'

const WarnWithoutEmail = createRequire(import.meta.url)('../../infra/warn-without-email.cjs')
const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:topic'
const EMAIL = 'operators@example.com'

/** What a deploy says whose topic has these subscriptions afterwards, by their ARNs. */
async function deploy(email: string | undefined, subscribed: Answer): Promise<string[]> {
  const folder = folderOfTest()
  const { answers } = fakeAccount(join(folder, 'no-calls'))
  Object.assign(answers, {
    DescribeStacks: () => ({ Stacks: [{ Outputs: [{ OutputKey: 'TopicArn', OutputValue: TOPIC }] }] }),
    ListSubscriptionsByTopic: subscribed,
  })
  const { serverless, screen, notices } = fakeService(folder)
  const Subscription = email === undefined ? [] : [{ Protocol: 'email', Endpoint: email }]
  Object.assign(serverless.service, { resources: { Resources: { Topic: { Properties: { Subscription } } } } })
  const { hooks } = new WarnWithoutEmail(serverless, {}, screen)
  hooks['before:deploy:deploy']()
  await hooks['after:deploy:deploy']()
  return notices
}

/** The first page is full of others. */
const withArns =
  (...arns: string[]): Answer =>
  ({ NextToken }) =>
    NextToken === undefined
      ? { Subscriptions: [{ Endpoint: 'other@example.com', SubscriptionArn: `${TOPIC}:1` }], NextToken: '2' }
      : { Subscriptions: arns.map((SubscriptionArn) => ({ Endpoint: EMAIL, SubscriptionArn })) }

test('a deploy without an address warns that nobody will be told', async () => {
  expect(await deploy(undefined, refusal('Error', 'not to be asked'))).toEqual([
    expect.stringContaining('--param="email=<address>"'),
  ])
})

test('a deploy with one that has confirmed does not', async () => {
  expect(await deploy(EMAIL, withArns(`${TOPIC}:2`))).toEqual([])
  expect(await deploy(EMAIL, withArns('PendingConfirmation', `${TOPIC}:2`))).toEqual([])
})

test('an address that has yet to confirm is told how long it has', async () => {
  expect(await deploy(EMAIL, withArns('PendingConfirmation'))).toEqual([
    expect.stringMatching(/^operators@example.com hears of nothing yet: .* within two days\.$/),
  ])
})

test('an address that SNS has dropped comes with the command that subscribes it again', async () => {
  const command = `aws sns subscribe --topic-arn ${TOPIC} --protocol email --notification-endpoint ${EMAIL}`
  for (const arns of [[], ['Deleted']])
    expect(await deploy(EMAIL, withArns(...arns))).toEqual([expect.stringContaining(command)])
})

test('a deploy by someone who may not look is no failed one', async () => {
  expect(await deploy(EMAIL, refusal('AuthorizationError', 'not allowed'))).toEqual([
    expect.stringMatching(/cannot be told: ListSubscriptionsByTopic of SNS failed: .*not allowed/),
  ])
})
