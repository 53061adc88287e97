import { createRequire } from 'node:module'
import { expect, test, vi } from 'vitest'

const WarnWithoutEmail = createRequire(import.meta.url)('../../infra/warn-without-email.cjs')

function deploy(subscriptions: object[]) {
  const warning = vi.fn()
  const Topic = { Properties: { Subscription: subscriptions } }
  const serverless = { service: { resources: { Resources: { Topic } } } }
  const { hooks } = new WarnWithoutEmail(serverless, {}, { log: { warning } })
  hooks['before:deploy:deploy']()
  return warning
}

test('a deploy without an address warns that nobody will be told', () => {
  expect(deploy([])).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('--param="email=<address>"'))
})

test('a deploy with one does not', () => {
  expect(deploy([{ Protocol: 'email', Endpoint: 'a@b.c' }])).not.toHaveBeenCalled()
})
