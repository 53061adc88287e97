import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createDynamoLedger } from '../../shared/aws/dynamo-ledger.ts'
import { createDynamoStopLedger } from '../../shared/aws/dynamo-stop-ledger.ts'
import { createDynamoStopMails } from '../../shared/aws/dynamo-stop-mails.ts'
import type { Ledger, LoadItem } from '../../shared/load/ledger.ts'
import type { StopLedger } from '../../shared/stop/stop-ledger.ts'
import type { StopMails } from '../../shared/stop/stop-mails.ts'
import { createMemoryLedger } from '../shared/load/support/memory-ledger.ts'
import { createMemoryStopLedger } from '../shared/stop/support/memory-stop-ledger.ts'
import { createMemoryStopMails } from '../shared/stop/support/memory-stop-mails.ts'
import { startLedgerTable } from './ledger-table.ts'

interface Subject {
  readonly ledger: Ledger
  readonly stops: StopLedger
  readonly mails: StopMails
}

const NOW = Date.parse('2026-03-02T08:20:00Z')
const TIME = new Date(NOW).toISOString()
let names = 0

function suite(name: string, subject: () => Subject) {
  describe(name, () => {
    async function loading(given: Partial<LoadItem> = {}): Promise<LoadItem> {
      const { ledger } = subject()
      const id = { object: `s3://landing/${names++}.csv`, version: 'v1' }
      const set = { status: 'loading', statusAt: TIME, attempt: 1, fruitless: 0, ...given } as const
      await ledger.change(id, { kind: 'absent' }, { set })
      return (await ledger.read(id)) as LoadItem
    }

    test('finds the loads that a task has in hand, and no others', async () => {
      const { stops } = subject()
      const [one, other] = [await loading({ taskArn: 'arn:1' }), await loading({ taskArn: 'arn:1' })]
      await loading({ taskArn: 'arn:2' })
      await loading({ taskArn: 'arn:1', status: 'loaded' })
      const held = await stops.heldBy('arn:1')
      expect(held.toSorted((a, b) => a.object.localeCompare(b.object))).toEqual([one, other])
      expect(await stops.heldBy('arn:3')).toEqual([])
    })

    test('records a stop with its launch once, and only on the load as it was read', async () => {
      const { ledger, stops } = subject()
      const item = await loading({ launch: { number: 1, capacity: 'spot' } })
      const answer = {
        taskArn: 'arn:4',
        launch: { number: 2, capacity: 'on-demand', size: 'larger' },
        notBefore: TIME,
        fruitless: 1,
      } as const
      expect(await stops.answer(item, answer)).toBe('done')
      expect(await stops.answer(item, answer)).toBe('refused')
      const launch = { number: 2, capacity: 'on-demand', size: 'larger', notBefore: TIME, stops: ['arn:4'] }
      expect(await ledger.read(item)).toEqual({ ...item, fruitless: 1, launch })
    })

    test('records the first stop of a load without a launch, none of one that was claimed since or is at its end', async () => {
      const { ledger, stops } = subject()
      const answer = {
        taskArn: 'arn:5',
        launch: { number: 2, capacity: 'spot' },
        notBefore: TIME,
        fruitless: 0,
      } as const
      const item = await loading()
      expect(await stops.answer(item, answer)).toBe('done')
      const claimed = await loading()
      const { object, version } = claimed
      await ledger.change(
        { object, version },
        { kind: 'at', attempt: 1, statuses: ['loading'] },
        { set: { attempt: 2 } },
      )
      expect(await stops.answer(claimed, answer)).toBe('refused')
      expect(await stops.answer(await loading({ status: 'loaded' }), answer)).toBe('refused')
    })

    test('gives the telling of a stop to one, until it is told or the claim runs out', async () => {
      const { mails } = subject()
      const arn = `arn:task/${names++}`
      const claims = await Promise.all([1, 2].map(() => mails.claimStop(arn, NOW, NOW + 60_000)))
      expect(claims.map(({ kind }) => kind).sort()).toEqual(['claimed', 'held'])
      expect(await mails.claimStop(arn, NOW + 60_001, NOW + 120_000)).toEqual({ kind: 'claimed' })
      await mails.stopTold(arn, NOW)
      expect(await mails.claimStop(arn, NOW + 999_999, NOW + 1_000_000)).toEqual({ kind: 'told' })
    })

    test('counts the mails of a window', async () => {
      const { mails } = subject()
      const window = `w${names++}`
      expect(await mails.countMail(window, NOW)).toBe(1)
      expect(await mails.countMail(window, NOW)).toBe(2)
      expect(await mails.countMail(`w${names++}`, NOW)).toBe(1)
    })

    test('keeps the entries of a digest until it is told, and closes it to those who come after', async () => {
      const { mails } = subject()
      const window = `w${names++}`
      const entry = (number: number) =>
        ({ taskArn: `arn:${window}/${number}`, class: 'killed', subject: 's' }) as const
      for (const number of [1, 2]) {
        await mails.claimStop(entry(number).taskArn, NOW, NOW + 1)
        expect(await mails.addToDigest(window, entry(number), NOW)).toBe('added')
      }
      expect(await mails.claimStop(entry(1).taskArn, NOW + 99, NOW + 999)).toEqual({
        kind: 'in-digest',
        window,
      })
      expect(await mails.claimDigest(window, NOW, NOW + 60_000)).toEqual({ kind: 'claimed' })
      expect(await mails.claimDigest(window, NOW, NOW + 60_000)).toEqual({ kind: 'held' })
      expect(await mails.digest(window)).toEqual([entry(1), entry(2)])
      expect(await mails.addToDigest(window, entry(3), NOW)).toBe('closed')
      await mails.digestTold(window, NOW)
      expect(await mails.claimDigest(window, NOW + 99_999, NOW + 100_000)).toEqual({ kind: 'told' })
    })
  })
}

const memory = createMemoryLedger()
const inMemory = { ledger: memory, stops: createMemoryStopLedger(memory), mails: createMemoryStopMails() }
suite('stops in memory', () => inMemory)

describe('on DynamoDB', () => {
  const table = 'ledger'
  let served: Awaited<ReturnType<typeof startLedgerTable>>
  beforeAll(async () => {
    served = await startLedgerTable()
  })
  afterAll(() => served.stop())

  suite('stops', () => ({
    ledger: createDynamoLedger({ client: served.client, table }),
    stops: createDynamoStopLedger({ client: served.client, table }),
    mails: createDynamoStopMails({ client: served.client, table }),
  }))

  test('an entry of a class that only another release knows is in the digest all the same', async () => {
    const mails = createDynamoStopMails({ client: served.client, table })
    const window = '2026-01-01T00:07:00.000Z'
    const taskArn = 'arn:aws:ecs:us-east-1:000000000000:task/c/of-another-release'
    const entry = { taskArn, class: 'of-another-release' as never, subject: 'Task stopped' }
    await mails.addToDigest(window, entry, 0)
    expect(await mails.digest(window)).toEqual([{ ...entry, class: 'unknown' }])
  })
})
