import { z } from 'zod'
import { jsonAction } from '../../protocol/aws-json.ts'
import type { Store } from '../store.ts'
import { describeTable } from '../table-description.ts'
import { readSettings } from '../table-settings.ts'

export function describeContinuousBackups(store: Store) {
  return jsonAction({
    name: 'DescribeContinuousBackups',
    input: z.object({ TableName: z.string() }),
    run: async ({ TableName }) => {
      const settings = await readSettings(store, (await describeTable(store, TableName)).TableName)
      return continuousBackups(settings.pointInTimeRecovery ?? false)
    },
  })
}

export function continuousBackups(pointInTimeRecovery: boolean) {
  return {
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: 'ENABLED',
      PointInTimeRecoveryDescription: {
        PointInTimeRecoveryStatus: pointInTimeRecovery ? 'ENABLED' : 'DISABLED',
      },
    },
  }
}
