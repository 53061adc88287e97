import { z } from 'zod'
import type { ResourceType } from '../../plugin.ts'
import type { Functions } from '../functions.ts'
import { ASYNCHRONOUS_DEFAULTS, type AsynchronousInvoker } from '../invocation/asynchronous.ts'

const destination = z.strictObject({
  Destination: z.string().regex(/^arn:aws:(sqs|lambda):/, {
    error: ({ input }) => `must be the ARN of a queue or a function, ${input} is none: not supported locally`,
  }),
})

const properties = z.strictObject({
  FunctionName: z.string(),
  Qualifier: z.string(),
  MaximumRetryAttempts: z.int().min(0).max(2).optional(),
  MaximumEventAgeInSeconds: z.int().min(60).max(21_600).optional(),
  DestinationConfig: z
    .strictObject({ OnSuccess: destination.optional(), OnFailure: destination.optional() })
    .default({}),
})

export function eventInvokeConfigResource(
  functions: Functions,
  asynchronous: AsynchronousInvoker,
): ResourceType<z.infer<typeof properties>> {
  return {
    type: 'AWS::Lambda::EventInvokeConfig',
    properties,
    async apply({ properties: given, physicalName }) {
      const { settings } = functions.find(given.FunctionName, given.Qualifier)
      const { OnSuccess: success, OnFailure: failure } = given.DestinationConfig
      asynchronous.configure(settings.name, {
        retriesMax: given.MaximumRetryAttempts ?? ASYNCHRONOUS_DEFAULTS.retriesMax,
        eventAgeSecondsMax: given.MaximumEventAgeInSeconds ?? ASYNCHRONOUS_DEFAULTS.eventAgeSecondsMax,
        ...(success ? { onSuccess: success.Destination } : {}),
        ...(failure ? { onFailure: failure.Destination } : {}),
      })
      return { physicalId: physicalName({ maxLength: 100 }), attributes: {} }
    },
    remove: async ({ properties: { FunctionName } }) =>
      asynchronous.unconfigure(FunctionName.split(':').at(-1) ?? FunctionName),
  }
}
