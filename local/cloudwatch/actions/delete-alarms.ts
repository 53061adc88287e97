import { z } from 'zod'
import { ApiError } from '../../protocol/api-error.ts'
import { action } from '../api/action.ts'
import type { Context } from './context.ts'

export function deleteAlarms({ alarms }: Context) {
  return action({
    name: 'DeleteAlarms',
    input: z.strictObject({ AlarmNames: z.array(z.string()) }),
    run: ({ AlarmNames }) => {
      const known = new Set(alarms.list().map(({ properties }) => properties.AlarmName))
      const unknown = AlarmNames.find((name) => !known.has(name))
      // All of them are there, or none is deleted.
      if (unknown) throw new ApiError('ResourceNotFound', `Unknown alarm: ${unknown}.`, 404)
      for (const name of AlarmNames) alarms.remove(name)
      return undefined
    },
  })
}
