import { z } from 'zod'
import { ApiError } from '../../protocol/api-error.ts'

const RESULTS_MAX = 100 // of a page, in every List action of ECS

export const paging = {
  maxResults: z.number().int().min(1).max(RESULTS_MAX).default(RESULTS_MAX),
  nextToken: z.string().optional(),
}

/** One page of a list. The token is the place in it where the next page begins. */
export function page<Item>(
  items: readonly Item[],
  { maxResults, nextToken = '0' }: { maxResults: number; nextToken?: string | undefined },
): { items: readonly Item[]; nextToken?: string } {
  const start = Number(nextToken)
  if (!Number.isInteger(start) || start < 0) {
    throw new ApiError('InvalidParameterException', `Invalid token: ${nextToken}.`)
  }
  const end = start + maxResults
  return { items: items.slice(start, end), ...(end < items.length ? { nextToken: String(end) } : {}) }
}
