import { z } from 'zod'
import { capacity } from './scalable-target.ts'

/** ISO text in templates, seconds since 1970 in requests. In milliseconds. */
const time = z
  .union([z.iso.datetime({ offset: true }), z.number()])
  .transform((value) => (typeof value === 'number' ? value * 1000 : Date.parse(value)))

export const scheduledActionSchema = z.strictObject({
  ScheduledActionName: z.string().min(1),
  Schedule: z.string().min(1),
  Timezone: z.string().optional(),
  StartTime: time.optional(),
  EndTime: time.optional(),
  ScalableTargetAction: z
    .strictObject({ MinCapacity: capacity.optional(), MaxCapacity: capacity.optional() })
    .refine(({ MinCapacity, MaxCapacity }) => MinCapacity !== undefined || MaxCapacity !== undefined, {
      error: 'expected MinCapacity, MaxCapacity or both',
    })
    .optional(),
})

type ScheduledActionInput = z.output<typeof scheduledActionSchema>

/** In a request, what is left out stays as it is. */
export type ScheduledActionChange = Omit<ScheduledActionInput, 'Schedule'> & {
  readonly Schedule?: string | undefined
}

export interface ScheduledAction {
  readonly input: ScheduledActionInput
  readonly arn: string
  readonly createdAt: number
}
