import { z } from 'zod'

/** Topics and buses take failed events on AWS; here only queues do. */
export const queueArn = z.string().regex(/^arn:aws:sqs:/, {
  error: ({ input }) => `must be the ARN of a queue, ${input} is none: not supported locally`,
})
