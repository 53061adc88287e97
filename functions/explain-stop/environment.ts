import * as z from 'zod/mini'

const text = z.string().check(z.minLength(1))

/** What the template gives the function. */
export const environment = {
  STACK_NAME: text,
  STAGE: text,
  LEDGER_TABLE: text,
  RESULTS_BUCKET: text,
  LAUNCHES_QUEUE_URL: z.url(),
  /** Of launches: where the message of a load goes that no launch can help. */
  LAUNCHES_DEAD_LETTER_QUEUE_URL: z.url(),
  STOPS_QUEUE_URL: z.url(),
  /** Of stops: where an event goes that nobody can read. */
  STOPS_DEAD_LETTER_QUEUE_URL: z.url(),
  TOPIC: text,
  LOG_GROUP: text,
  /** The SDK's own setting: where AWS is, if not where its regions are. */
  AWS_ENDPOINT_URL: z.exactOptional(z.url()),
  /** Which stops people hear of. */
  NOTIFY: z.enum(['problems', 'all', 'none']),
}
