import { isDeepStrictEqual } from 'node:util'
import type { Clock } from '../../clock.ts'
import { ApiError } from '../../protocol/api-error.ts'
import type { Task } from './task.ts'

const TOKEN_GOOD_FOR_MS = 24 * 3600 * 1000 // AmazonECS/latest/APIReference/ECS_Idempotency.html

export interface ClientTokens {
  /** The tasks of an equal request under this token; a ConflictException for another request under it. */
  recall(cluster: string, token: string | undefined, request: object): readonly Task[] | undefined
  remember(cluster: string, token: string | undefined, request: object, tasks: readonly Task[]): void
}

/** Requests by their token, so that one which is sent twice starts one set of tasks. */
export function createClientTokens(clock: Clock): ClientTokens {
  const known = new Map<string, { at: number; request: object; tasks: readonly Task[] }>()
  return {
    recall(cluster, token, request) {
      const entry = token === undefined ? undefined : known.get(`${cluster} ${token}`)
      if (!entry || clock.now() - entry.at >= TOKEN_GOOD_FOR_MS) return undefined
      if (isDeepStrictEqual(entry.request, request)) return entry.tasks
      const resourceIds = entry.tasks.map(({ arn }) => arn)
      throw new ApiError(
        'ConflictException',
        `The clientToken ${token} was used with other parameters, which started ${resourceIds.join(', ')}.`,
        400,
        { resourceIds },
      )
    },
    remember(cluster, token, request, tasks) {
      if (token === undefined) return
      const now = clock.now()
      for (const [key, { at }] of known) if (now - at >= TOKEN_GOOD_FOR_MS) known.delete(key)
      known.set(`${cluster} ${token}`, { at: now, request, tasks })
    },
  }
}
