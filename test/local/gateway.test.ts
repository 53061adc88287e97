import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { createGateway } from '../../local/gateway.ts'
import type { Plugin } from '../../local/plugin.ts'

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

function plugin(name: string, more: Partial<Plugin> = {}): Plugin {
  return {
    scopes: [name],
    resources: [],
    close: async () => {},
    handle: async (_request, response) => void response.end(name),
    ...more,
  }
}

async function setup(...plugins: Plugin[]) {
  const reported: unknown[] = []
  const gateway = createGateway({ plugins: () => plugins, report: (error) => reported.push(error) })
  const port = await gateway.listen(0)
  closers.push(gateway.close)
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`http://127.0.0.1:${port}${path}`, { headers })
  return { get, port, gateway, reported }
}

const signedFor = (service: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=KEY/20261120/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
})

test('a signed request reaches the service of its credential scope', async () => {
  const { get } = await setup(plugin('s3'), plugin('sqs'))
  expect(await (await get('/', signedFor('sqs'))).text()).toBe('sqs')
})

test('a presigned request names its service in the query', async () => {
  const { get } = await setup(plugin('sqs'), plugin('s3'))
  const answer = await get('/b/k?X-Amz-Credential=KEY%2F20261120%2Fus-east-1%2Fs3%2Faws4_request')
  expect(await answer.text()).toBe('s3')
})

test('a request that is presigned as version 1 of the AWS CLI does it reaches S3', async () => {
  const { get } = await setup(plugin('sqs'), plugin('s3'))
  const answer = await get('/b/k?AWSAccessKeyId=KEY&Signature=abc%3D&Expires=1795253186')
  expect(await answer.text()).toBe('s3')
})

test('an unsigned request reaches whoever has its path', async () => {
  const { get } = await setup(plugin('s3'), plugin('ecs', { paths: ['/_ecs/'] }))
  expect(await (await get('/_ecs/v4/1')).text()).toBe('ecs')
})

test.each(['/', '//', '/?%', '/%'])('an unsigned request for %s is told what this is', async (path) => {
  const { get } = await setup(plugin('s3'))
  const answer = await get(path)
  expect(answer.status).toBe(403)
  expect(await answer.text()).toContain('local runtime of Stevedore')
})

test('a service that is not here is named', async () => {
  const { get } = await setup(plugin('s3'))
  const answer = await get('/', signedFor('kinesis'))
  expect(answer.status).toBe(501)
  expect(await answer.text()).toContain('no service kinesis')
})

test('a client of the query protocol is told in XML', async () => {
  const { port } = await setup(plugin('s3'))
  const answer = await fetch(`http://127.0.0.1:${port}/`, {
    method: 'POST',
    headers: signedFor('iam'),
    body: new URLSearchParams({ Action: 'ListUsers' }),
  })
  expect(answer.status).toBe(501)
  expect(await answer.text()).toContain(
    '<Code>UnknownService</Code><Message>The local runtime has no service iam.</Message>',
  )
})

test('what a service throws is reported, and answered with 500', async () => {
  const fault = new Error('a bug')
  const { get, reported } = await setup(plugin('s3', { handle: () => Promise.reject(fault) }))
  expect((await get('/', signedFor('s3'))).status).toBe(500)
  expect(reported).toEqual([fault])
})

test('a port in use is the system’s own error', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  closers.push(() => new Promise((resolve) => void other.close(() => resolve())))
  const gateway = createGateway({ plugins: () => [], report: () => {} })
  await expect(gateway.listen((other.address() as AddressInfo).port)).rejects.toMatchObject({
    code: 'EADDRINUSE',
  })
})
