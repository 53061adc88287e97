import * as z from 'zod'
import { loaderEnv } from '../../shared/worker/create-loader.ts'

const text = z.string().min(1)
const seconds = z.coerce.number().int()

/** What the template tells the audit, besides what every worker that loads is told. */
export const auditEnv = {
  ...loaderEnv,
  CLUSTER: text,
  LOADS_QUEUE_URL: z.url(),
  LAUNCHES_QUEUE_URL: z.url(),
  LAUNCHES_DEAD_LETTER_QUEUE_URL: z.url(),
  /** Larger objects have a task of their own. */
  ROUTE_BYTES: z.coerce.number().int().nonnegative(),
  /** A version that the ledger does not know is lost after so long, where nothing waits in its queue. */
  LOST_AFTER_SECONDS: seconds.nonnegative(),
  /** The run ends itself after so long. */
  DEADLINE_SECONDS: seconds.positive(),
}

export type AuditEnv = z.infer<z.ZodObject<typeof auditEnv>>
