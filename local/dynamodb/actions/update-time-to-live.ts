import { z } from 'zod'
import { ApiError } from '../../protocol/api-error.ts'
import { jsonAction } from '../../protocol/aws-json.ts'
import type { Store } from '../store.ts'
import { describeTable } from '../table-description.ts'
import { changeSettings, readSettings } from '../table-settings.ts'

export function updateTimeToLive(store: Store) {
  return jsonAction({
    name: 'UpdateTimeToLive',
    input: z.object({
      TableName: z.string(),
      TimeToLiveSpecification: z.object({ AttributeName: z.string().min(1).max(255), Enabled: z.boolean() }),
    }),
    run: async ({ TableName, TimeToLiveSpecification }) => {
      const table = (await describeTable(store, TableName)).TableName
      const { AttributeName, Enabled } = TimeToLiveSpecification
      const { timeToLive } = await readSettings(store, table)
      if (Enabled === (timeToLive !== undefined)) {
        throw new ApiError('ValidationException', `TimeToLive is already ${Enabled ? 'enabled' : 'disabled'}`)
      }
      await changeSettings(store, table, { timeToLive: Enabled ? AttributeName : undefined })
      return { TimeToLiveSpecification }
    },
  })
}
