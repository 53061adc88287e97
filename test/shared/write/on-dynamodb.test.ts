import { ScanCommand } from '@aws-sdk/client-dynamodb'
import { expect, test } from 'vitest'
import { systemClock } from '../../../shared/platform/clock.ts'
import { createLog } from '../../../shared/platform/log.ts'
import type { RowWrite } from '../../../shared/write/compile-write.ts'
import { createRowWriter } from '../../../shared/write/create-row-writer.ts'
import { setup } from '../../local/dynamodb/setup.ts'
import { lanesOf } from '../aws/support/row-server.ts'
import { encode } from './support/encode.ts'
import { addAll } from './support/make-writer.ts'

const bys = [3, 7, 5, 7, 9]

test.each<[string, RowWrite, string, number]>([
  ['put keeps the last row', { kind: 'put' }, '5', 5],
  ['insert keeps the first row', { kind: 'insert' }, '1', 1],
  ['newest keeps the greatest row', { kind: 'newest', by: 'by', timestamp: false }, '5', 3],
  ['newest by a timestamp keeps the latest row', { kind: 'newest', by: 'by', timestamp: true }, '5', 3],
])(
  'on the local DynamoDB %s, and a second attempt counts what the first one did',
  async (_title, write, n, rowsWritten) => {
    const { dynamodb } = await setup()
    const timestamp = write.kind === 'newest' && write.timestamp
    const rows = () => bys.map((by, place) => encode({ record: place + 1, key: 'é', by, timestamp }))
    for (let attempt = 1; attempt <= 2; attempt++) {
      const writer = createRowWriter({
        tables: lanesOf(dynamodb),
        table: { name: 'rows', partition: { attribute: 'id', type: 'S' } },
        write,
        versionId: 'v1',
        check: () => undefined,
        clock: systemClock,
        random: Math.random,
        signal: new AbortController().signal,
        log: createLog('test', () => undefined, systemClock.now),
        subject: 's3://landing/rows.csv',
      })
      await addAll(writer, rows())
      expect(await writer.drain()).toEqual({ rowsWritten, rowsDuplicate: bys.length - rowsWritten })
      const { Items } = await dynamodb.send(new ScanCommand({ TableName: 'rows' }))
      expect(Items).toMatchObject([{ id: { S: 'é' }, n: { N: n } }])
    }
  },
)
