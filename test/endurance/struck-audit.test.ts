import { PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { statusShard } from '../../shared/aws/ledger-item.ts'
import { FAULT_POINTS } from '../../shared/platform/fault-point.ts'
import { endLease } from '../system/end-lease.ts'
import { auditEnd, startAudit, turnRules } from '../system/run-audit.ts'
import { startStack } from '../system/stack.ts'
import type { Stack } from './service.ts'

// Real runs of the audit, killed at each of its fault points, and the run of an hour later.

const POINTS = FAULT_POINTS.filter((point) => point.startsWith('audit-'))
const KILLED = 137
const LOST = 3
const HOUR_MS = 3_600_000

let stack: Stack
beforeAll(async () => {
  stack = await startStack('local', { hourly: ['zipcodes'] })
  await turnRules(stack, 'DisableRule')
})
afterAll(() => stack?.close())

describe('F80 killed', () => {
  test.each(POINTS.map((point, place) => [point, place] as const))(
    'at %s, the next run brings everything to its end',
    async (point, place) => {
      const expected = await setUp(point, place)
      const strike = JSON.stringify([{ point, action: 'kill' }])
      const audit = await startAudit(stack, { LOST_AFTER_SECONDS: '0', FAULT_PLAN: strike })
      expect(await auditEnd(stack, audit)).toBe(KILLED)

      await anHourPasses()
      const next = await startAudit(stack, { LOST_AFTER_SECONDS: '0' })
      expect(await auditEnd(stack, next)).toBe(0)
      for (const { key, version, status } of expected) {
        const item = await stack.settled(key, version, status)
        if (status === 'loaded') expect(item.attempt?.N, `${key} was loaded once`).toBe('1')
      }
      expect(await stack.rows(stack.outputs.AirportsTableName)).toHaveLength(LOST * (place + 1))
      expect(await stack.rows(stack.outputs.ZipcodesTableName)).toHaveLength(place + 1)
    },
  )
})

/** Files whose events were lost, one of them for the hour, and an open load whose version is not there. */
async function setUp(point: string, place: number) {
  const expected: { key: string; version: string; status: string }[] = []
  for (let n = 0; n < LOST; n++) {
    const key = `airports/${point}/${n}.csv`
    const iata = (place * LOST + n).toString(36).toUpperCase().padStart(4, '0')
    const body = `iata,name,city,state,country,latitude,longitude\n${iata},n,c,IL,USA,1,2\n`
    expected.push({ key, version: await stack.upload(key, body), status: 'loaded' })
  }
  const hour = `zipcodes/${point}.csv`
  const body = `zip_code,latitude,longitude,city,state,county\n${10_000 + place},1,2,city,IL,county\n`
  expected.push({ key: hour, version: await stack.upload(hour, body), status: 'loaded' })
  const gone = `airports/${point}/gone.csv`
  const version = 'deleted-since'
  await openLoad(gone, version)
  return [...expected, { key: gone, version, status: 'gone' }]
}

/** As a worker leaves it that died. */
async function openLoad(key: string, version: string): Promise<void> {
  const id = { object: `s3://${stack.outputs.LandingBucketName}/${key}`, version }
  const Item = {
    object: { S: id.object },
    version: { S: version },
    status: { S: 'loading' },
    statusShard: { S: statusShard(id, 'loading') },
    statusAt: { S: new Date().toISOString() },
    attempt: { N: '1' },
    fruitless: { N: '0' },
    owner: { S: 'dead' },
    dataset: { S: 'airports' },
  }
  await stack.dynamodb.send(new PutItemCommand({ TableName: stack.outputs.LedgerTableName, Item }))
}

/** For what is open in the ledger: leases run out, and what is queued has been so for long. */
async function anHourPasses(): Promise<void> {
  const { LedgerTableName: TableName } = stack.outputs
  for (const { object, version, status, queuedAt } of await stack.rows(TableName)) {
    if (object?.S?.startsWith('lease#')) await endLease(stack, object.S.slice('lease#'.length))
    if (status?.S !== 'queued' || !object || !version) continue
    const before = new Date(Date.parse(queuedAt?.S ?? '') - HOUR_MS).toISOString()
    await stack.dynamodb.send(
      new UpdateItemCommand({
        TableName,
        Key: { object, version },
        UpdateExpression: 'SET queuedAt = :before',
        ExpressionAttributeValues: { ':before': { S: before } },
      }),
    )
  }
}
