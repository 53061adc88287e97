import { type AttributeValue, BatchWriteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { ROW_REQUEST_TIMEOUT_MS } from '../load/limits.ts'
import type { Table, Tables } from '../load/send-rows.ts'
import type { Item } from '../row/row.ts'
import { faultKind, throwExplained } from './explain-error.ts'

/** The datasets' tables. The client must not retry: see ROW_REQUESTS. */
export function createDynamoTables({ client }: { client: DynamoDBClient }): Tables {
  return {
    write: async (table, items) => {
      const puts = items.map((item) => ({ PutRequest: { Item: item as Record<string, AttributeValue> } }))
      const command = new BatchWriteItemCommand({ RequestItems: { [table.name]: puts } })
      try {
        // Counts from here, credentials and signature included: what is not sent by then is not sent.
        const abortSignal = AbortSignal.timeout(ROW_REQUEST_TIMEOUT_MS)
        const { UnprocessedItems } = await client.send(command, { abortSignal })
        const left = (UnprocessedItems?.[table.name] ?? []).flatMap(({ PutRequest }) =>
          PutRequest?.Item ? [PutRequest.Item] : [],
        )
        return { kind: 'answered', unwritten: placesOf(left, items, table) }
      } catch (error) {
        const kind = faultKind(error)
        if (kind === 'throttled') return { kind: 'throttled', error }
        if (kind === 'unavailable') return { kind: 'no-answer', error }
        return throwExplained(error, `BatchWriteItem in table ${table.name}`)
      }
    },
  }
}

/** Which of the sent items came back. Where one cannot be recognised all count as unwritten: writing twice is harmless. */
function placesOf(left: readonly Item[] | readonly object[], items: readonly Item[], table: Table): number[] {
  if (left.length === 0) return []
  const keys = items.map((item) => keyText(item, table))
  const places = left.map((item) => keys.indexOf(keyText(item as Item, table)))
  return places.includes(-1) ? [...items.keys()] : places
}

function keyText(item: Item, { keyAttributes }: Table): string {
  return JSON.stringify(keyAttributes.map((name) => item[name]))
}
