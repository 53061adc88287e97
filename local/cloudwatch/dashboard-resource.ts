import { z } from 'zod'
import type { ResourceType } from '../plugin.ts'

const NAME_LENGTH_MAX = 255

const body = z.string().transform((text, context) => {
  try {
    return z.object({ widgets: z.array(z.object({ type: z.string() })) }).parse(JSON.parse(text))
  } catch (error) {
    context.addIssue({
      code: 'custom',
      message: `The body of a dashboard is JSON with a list of widgets: ${String(error)}`,
    })
    return z.NEVER
  }
})

const properties = z.strictObject({ DashboardName: z.string().optional(), DashboardBody: body })

/** Nobody draws it here; what it shows is in the metrics and alarms. */
export const dashboardResource: ResourceType<z.infer<typeof properties>> = {
  type: 'AWS::CloudWatch::Dashboard',
  properties,
  apply: async ({ properties: { DashboardName }, physicalName }) => ({
    physicalId: DashboardName ?? physicalName({ maxLength: NAME_LENGTH_MAX }),
    attributes: {},
  }),
  remove: async () => {},
}
