import * as z from 'zod/mini'

const text = z.string().check(z.minLength(1))

/** What the template gives the function. */
export const environment = {
  STACK_NAME: text,
  LEDGER_TABLE: text,
  LANDING_BUCKET: text,
  LAUNCHES_QUEUE_URL: z.url(),
  DEAD_LETTER_QUEUE_URL: z.url(),
  CLUSTER: text,
  TASK_DEFINITION: text,
  SUBNET_A: text,
  SUBNET_B: text,
  SECURITY_GROUP: text,
  ASSIGN_PUBLIC_IP: z.enum(['ENABLED', 'DISABLED']),
  /** Where a task runs first. */
  LAUNCH_CAPACITY: z.enum(['spot', 'on-demand']),
}
