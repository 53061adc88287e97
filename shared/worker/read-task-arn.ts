import * as z from 'zod'
import type { Log } from '../platform/log.ts'

const TIMEOUT_MS = 2_000

const metadata = z.object({ TaskARN: z.string().min(1) })

/** The ARN of the ECS task that this process is. Without it a load is only harder to trace, so its absence is logged. */
export async function readTaskArn(
  env: Readonly<Record<string, string | undefined>>,
  log: Log,
): Promise<string | undefined> {
  const endpoint = env.ECS_CONTAINER_METADATA_URI_V4
  if (!endpoint) {
    log.warn('The task does not know its ARN: ECS_CONTAINER_METADATA_URI_V4 is not set')
    return undefined
  }
  try {
    const response = await fetch(`${endpoint}/task`, { signal: AbortSignal.timeout(TIMEOUT_MS) })
    return metadata.parse(await response.json()).TaskARN
  } catch (error) {
    log.warn('The task does not know its ARN: its metadata endpoint gave no answer that can be read', {
      error,
    })
    return undefined
  }
}
