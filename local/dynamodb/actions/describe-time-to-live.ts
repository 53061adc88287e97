import { z } from 'zod'
import { jsonAction } from '../../protocol/aws-json.ts'
import type { Store } from '../store.ts'
import { describeTable } from '../table-description.ts'
import { readSettings } from '../table-settings.ts'

export function describeTimeToLive(store: Store) {
  return jsonAction({
    name: 'DescribeTimeToLive',
    input: z.object({ TableName: z.string() }),
    run: async ({ TableName }) => {
      const { timeToLive } = await readSettings(store, (await describeTable(store, TableName)).TableName)
      return {
        TimeToLiveDescription: timeToLive
          ? { TimeToLiveStatus: 'ENABLED', AttributeName: timeToLive }
          : { TimeToLiveStatus: 'DISABLED' },
      }
    },
  })
}
