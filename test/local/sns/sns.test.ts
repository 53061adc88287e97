import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  CreateTopicCommand,
  DeleteTopicCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListSubscriptionsCommand,
  ListTopicsCommand,
  NotFoundException,
  PublishBatchCommand,
  PublishCommand,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns'
import fc from 'fast-check'
import { expect, onTestFinished, test, vi } from 'vitest'
import { parseMessage } from '../../../local/sns/message.ts'
import { setup } from './setup.ts'

const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:mail'

test('a message becomes a mail that keeps a long key in one piece, and a line on the screen', async () => {
  const { sns, TopicArn, mails, said } = await setup()
  const key = `s3://landing/${'größe/'.repeat(160)}rows.csv`
  const { MessageId } = await sns.send(
    new PublishCommand({ TopicArn, Subject: 'Stopped: rows.csv', Message: `File:\n${key}\r\nNext: again` }),
  )
  const [mail] = mails()
  expect(mail?.name).toMatch(/^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z-[0-9a-f-]{36}\.eml$/)
  const [head = '', body] = mail?.text.split('\r\n\r\n') ?? []
  expect(body).toBe(`File:\r\n${key}\r\nNext: again\r\n`)
  expect(head.replace(/^Date: .*$/m, 'Date: now').split('\r\n')).toEqual([
    'Date: now',
    'From: "AWS Notifications" <no-reply@sns.amazonaws.com>',
    'To: undisclosed-recipients:;',
    'Subject: Stopped: rows.csv',
    `Message-ID: <${MessageId}@sns.amazonaws.com>`,
    `X-Amz-Sns-Topic-Arn: ${TopicArn}`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=UTF-8',
    'Content-Transfer-Encoding: 8bit',
  ])
  expect(said[0]).toContain('Stopped: rows.csv')
})

test('a mail names the subscribed addresses and the display name of the topic', async () => {
  const { sns, mails } = await setup()
  const { TopicArn } = await sns.send(
    new CreateTopicCommand({ Name: 'named', Attributes: { DisplayName: 'Stevedore "local" ü' } }),
  )
  for (const Endpoint of ['a@example.org', 'b@example.org']) {
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint }))
  }
  await sns.send(new PublishCommand({ TopicArn, Message: 'x' }))
  expect(mails()[0]?.text).toContain('\r\nTo: a@example.org,\r\n b@example.org\r\n')
  expect(mails()[0]?.text).toContain(
    `From: =?UTF-8?B?${Buffer.from('Stevedore "local" ü').toString('base64')}?= <`,
  )
  expect(mails()[0]?.text).toContain('Subject: AWS Notification Message\r\n')
})

test('queues get the envelope or the bare message, functions get an event', async () => {
  const { sns, TopicArn, sent, invoked } = await setup()
  const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:explain'
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: QUEUE }))
  await sns.send(
    new SubscribeCommand({
      TopicArn,
      Protocol: 'sqs',
      Endpoint: `${QUEUE}-raw`,
      Attributes: { RawMessageDelivery: 'true' },
    }),
  )
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'lambda', Endpoint: functionArn }))
  await sns.send(
    new PublishCommand({
      TopicArn,
      Subject: 'S',
      Message: 'hello',
      MessageAttributes: { kind: { DataType: 'String', StringValue: 'stop' } },
    }),
  )
  await vi.waitFor(() => expect(invoked).toHaveLength(1))
  const [wrapped, raw] = sent.sort((a, b) => a.queueArn.length - b.queueArn.length)
  expect(JSON.parse(wrapped?.body ?? '')).toMatchObject({
    Type: 'Notification',
    TopicArn,
    Subject: 'S',
    Message: 'hello',
    MessageAttributes: { kind: { Type: 'String', Value: 'stop' } },
  })
  expect(raw).toMatchObject({ body: 'hello', attributes: { kind: 'stop' } })
  expect(invoked[0]).toMatchObject({
    functionArn,
    payload: { Records: [{ EventSource: 'aws:sns', Sns: { Message: 'hello', Subject: 'S' } }] },
  })
})

test('an HTTP subscriber on this machine gets a POST', async () => {
  const { sns, TopicArn } = await setup()
  const got: { headers: IncomingHttpHeaders; body: string }[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    got.push({ headers: request.headers, body })
    response.end()
  })
  onTestFinished(() => void server.close())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const Endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'http', Endpoint }))
  await sns.send(new PublishCommand({ TopicArn, Message: 'hello' }))
  await vi.waitFor(() => expect(got).toHaveLength(1))
  expect(got[0]?.headers['x-amz-sns-topic-arn']).toBe(TopicArn)
  expect(JSON.parse(got[0]?.body ?? '')).toMatchObject({ Message: 'hello' })
})

test('a subscriber elsewhere, or of a kind that cannot be reached, is refused by name', async () => {
  const { sns, TopicArn } = await setup()
  const subscribe = (Protocol: string, Endpoint: string) =>
    sns.send(new SubscribeCommand({ TopicArn, Protocol, Endpoint }))
  await expect(subscribe('https', 'https://example.org/hook')).rejects.toThrow('https://127.0.0.1 alone')
  await expect(subscribe('http', 'http://127.0.0.1.example.org/')).rejects.toThrow('alone')
  await expect(subscribe('sms', '+4912345')).rejects.toThrow('Protocol sms')
  await expect(subscribe('email', 'a@b.c\r\nBcc: d@e.f')).rejects.toThrow('Email address')
})

test('what cannot be delivered goes to the dead-letter queue of the subscription, and is said', async () => {
  const { sns, TopicArn, sent, said } = await setup()
  await sns.send(
    new SubscribeCommand({
      TopicArn,
      Protocol: 'sqs',
      Endpoint: 'arn:aws:sqs:us-east-1:000000000000:missing',
      Attributes: { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: QUEUE }) },
    }),
  )
  await sns.send(new PublishCommand({ TopicArn, Message: 'hello' }))
  await vi.waitFor(() => expect(sent).toHaveLength(1))
  expect(sent[0]).toMatchObject({
    queueArn: QUEUE,
    attributes: { ERROR_MESSAGE: 'The specified queue does not exist.' },
  })
  expect(said.join()).toContain('Not delivered to sqs')
})

test('subjects and messages that SNS would not take are refused', async () => {
  const { sns, TopicArn } = await setup()
  const publish = (Subject: string | undefined, Message = 'x') =>
    sns.send(new PublishCommand({ TopicArn, Subject, Message }))
  for (const subject of ['ü', 'a\nb', 'a'.repeat(101), ' a', '']) {
    await expect(publish(subject)).rejects.toThrow('Invalid parameter: Subject')
  }
  await expect(publish(undefined, 'ü'.repeat(131_073))).rejects.toThrow('at most 262144')
  await expect(publish('a'.repeat(100), 'x'.repeat(262_144))).resolves.toBeTruthy()
})

test('no subject that is taken can add a header', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 120 }), (subject) => {
      try {
        const parsed = parseMessage({ Message: 'x', Subject: subject })
        expect(parsed.subject).toMatch(/^[ -~]{1,100}$/)
      } catch (error) {
        expect((error as Error).message).toContain('Invalid parameter: Subject')
      }
    }),
  )
})

test('a JSON message gives each protocol its own text', async () => {
  const { sns, TopicArn, sent, mails } = await setup()
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: QUEUE }))
  await sns.send(
    new PublishCommand({
      TopicArn,
      MessageStructure: 'json',
      Message: JSON.stringify({ default: 'd', sqs: 'for queues' }),
    }),
  )
  await vi.waitFor(() => expect(sent).toHaveLength(1))
  expect(JSON.parse(sent[0]?.body ?? '').Message).toBe('for queues')
  expect(mails()[0]?.text.endsWith('\r\n\r\nd\r\n')).toBe(true)
})

test('a batch tells apart what was published and what was not', async () => {
  const { sns, TopicArn, mails } = await setup()
  const result = await sns.send(
    new PublishBatchCommand({
      TopicArn,
      PublishBatchRequestEntries: [
        { Id: 'a', Message: 'one' },
        { Id: 'b', Message: 'two', Subject: 'ü' },
      ],
    }),
  )
  expect(result).toMatchObject({
    Successful: [{ Id: 'a' }],
    Failed: [{ Id: 'b', Code: 'InvalidParameter', SenderFault: true }],
  })
  expect(mails()).toHaveLength(1)
})

test('topics and subscriptions that calls made outlive a restart; those of a template come from it', async () => {
  const site = await setup()
  const { TopicArn } = site
  const subscribe = () =>
    site.sns.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'a@example.org' }))
  const { SubscriptionArn } = await subscribe()
  expect((await subscribe()).SubscriptionArn).toBe(SubscriptionArn)
  const applyAll = async () => {
    const topic = await site.apply('AWS::SNS::Topic', {
      Subscription: [{ Protocol: 'email', Endpoint: 'b@example.org' }],
      Tags: [],
    })
    await site.apply('AWS::SNS::TopicPolicy', { Topics: [topic.physicalId], PolicyDocument: {} })
    return site.apply('AWS::SNS::Subscription', {
      TopicArn: topic.physicalId,
      Protocol: 'sqs',
      Endpoint: QUEUE,
    })
  }
  const first = await applyAll()
  await site.restart()
  const count = async () => (await site.sns.send(new ListSubscriptionsCommand({}))).Subscriptions?.length
  expect(await count()).toBe(1)
  expect(await applyAll()).toEqual(first)
  expect(await count()).toBe(3)
  await site.sns.send(new UnsubscribeCommand({ SubscriptionArn }))
  const { Subscriptions } = await site.sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }))
  expect(Subscriptions).toEqual([])
})

test('topics are listed, described and deleted, and one that is not there is told', async () => {
  const { sns, TopicArn, topics } = await setup()
  expect((await sns.send(new ListTopicsCommand({}))).Topics).toEqual([{ TopicArn }])
  const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn }))
  expect(Attributes).toMatchObject({ TopicArn, Owner: '000000000000', SubscriptionsConfirmed: '0' })
  await sns.send(new DeleteTopicCommand({ TopicArn }))
  await expect(sns.send(new PublishCommand({ TopicArn, Message: 'x' }))).rejects.toBeInstanceOf(
    NotFoundException,
  )
  await expect(topics.publish(TopicArn, { message: 'x' })).rejects.toMatchObject({ code: 'NotFound' })
})

test('who publishes may have something else to say to people', async () => {
  const { TopicArn, topics, sns, sent, mails } = await setup()
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: QUEUE }))
  await topics.publish(TopicArn, { subject: 's', message: '{"for":"programs"}', mail: 'for people' })
  expect(mails()[0]?.text).toMatch(/\r\n\r\nfor people\r\n$/)
  await vi.waitFor(() => expect(sent).toHaveLength(1))
  expect(JSON.stringify(sent)).toContain('programs')
})

test('a property that a topic does not have is an error that names it', async () => {
  const { apply } = await setup()
  await expect(apply('AWS::SNS::Topic', { FifoTopic: true })).rejects.toThrow('FifoTopic')
})
