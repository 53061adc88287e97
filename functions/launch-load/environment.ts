import * as z from 'zod/mini'

const text = z.string().check(z.minLength(1))
const list = z.pipe(
  text,
  z.transform((ids) => ids.split(',')),
)
/** `256/512`: CPU units and MiB. */
const size = z.pipe(
  z.string().check(z.regex(/^\d+\/\d+$/)),
  z.transform((pair) => {
    const [cpu, memory] = pair.split('/')
    return { cpu: Number(cpu), memory: Number(memory) }
  }),
)

const datasets = z.pipe(
  z.pipe(
    text,
    z.transform((json): unknown => JSON.parse(json)),
  ),
  z.array(z.object({ name: text, match: text })),
)

/** What the template gives the function. */
export const environment = {
  /** Those whose files come here whatever their size, because they wait for the hour. */
  HOURLY_DATASETS: datasets,
  STACK_NAME: text,
  LEDGER_TABLE: text,
  LANDING_BUCKET: text,
  LAUNCHES_QUEUE_URL: z.url(),
  DEAD_LETTER_QUEUE_URL: z.url(),
  CLUSTER: text,
  TASK_DEFINITION: text,
  SUBNETS: list,
  SECURITY_GROUPS: list,
  ASSIGN_PUBLIC_IP: z.enum(['ENABLED', 'DISABLED']),
  /** Where a task runs first. */
  LAUNCH_CAPACITY: z.enum(['spot', 'on-demand']),
  /** Of the task of an object below 1 GiB. */
  TASK_SIZE: size,
  LARGE_TASK_SIZE: size,
  /** Of a large object whose task ran out of memory. */
  LARGEST_TASK_SIZE: size,
}
