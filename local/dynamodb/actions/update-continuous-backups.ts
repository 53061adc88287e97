import { z } from 'zod'
import { jsonAction } from '../../protocol/aws-json.ts'
import type { Store } from '../store.ts'
import { describeTable } from '../table-description.ts'
import { changeSettings } from '../table-settings.ts'
import { continuousBackups } from './describe-continuous-backups.ts'

export function updateContinuousBackups(store: Store) {
  return jsonAction({
    name: 'UpdateContinuousBackups',
    input: z.object({
      TableName: z.string(),
      PointInTimeRecoverySpecification: z.object({ PointInTimeRecoveryEnabled: z.boolean() }),
    }),
    run: async ({ TableName, PointInTimeRecoverySpecification }) => {
      const pointInTimeRecovery = PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled
      await changeSettings(store, (await describeTable(store, TableName)).TableName, { pointInTimeRecovery })
      return continuousBackups(pointInTimeRecovery)
    },
  })
}
