import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DeleteTableCommand } from '@aws-sdk/client-dynamodb'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startStack } from './stack.ts'

// What needs a person reaches the topic as a mail that can be read.

/** A minute of the alarms is a second. */
const SPEED = 60

let stack: Awaited<ReturnType<typeof startStack>>
beforeAll(async () => {
  stack = await startStack('local', { speed: SPEED })
})
afterAll(() => stack?.close())

function mails(): string[] {
  const outbox = join(stack.dataFolder, 'outbox')
  if (!existsSync(outbox)) return []
  return readdirSync(outbox)
    .filter((file) => file.endsWith('.eml'))
    .map((file) => readFileSync(join(outbox, file), 'utf8').replaceAll('\r\n', '\n'))
}

async function mailOf(alarm: string): Promise<string> {
  return vi.waitFor(
    () => {
      const mail = mails().find((text) => text.includes(`Subject: ALARM: "stevedore-local-${alarm}"`))
      expect(mail, alarm).toBeDefined()
      return mail as string
    },
    { timeout: 60_000, interval: 100 },
  )
}

test('a file that cannot be loaded is told by the alarm of its dead letter, and counted as failed', async () => {
  await stack.dynamodb.send(new DeleteTableCommand({ TableName: stack.outputs.AirportsTableName }))
  const key = 'airports/no-table.csv'
  const version = await stack.upload(
    key,
    'iata,name,city,state,country,latitude,longitude\nONE,n,c,IL,USA,1,2\n',
  )
  await stack.settled(key, version, 'failed')

  const deadLetter = await mailOf('loads-dead-letter')
  expect(deadLetter).toContain('has entered the ALARM state')
  expect(deadLetter).toMatch(/- Description: +Files could not be loaded/)
  expect(deadLetter).toContain(
    'What you should do: npm run dlq -- show --queue loads --stage local says why.',
  )
  expect(await mailOf('loads-failed')).toMatch(/- Description: +Loads have failed/)
  expect(mails().filter((mail) => mail.includes('"stevedore-local-loads-dead-letter"'))).toHaveLength(1)
})
