import { z } from 'zod'
import { ApiError } from '../../protocol/api-error.ts'

// EventBridge API Reference, ListRules and its like: Limit.
const LIMIT_MAX = 100

export const pageInput = {
  Limit: z.number().int().min(1).max(LIMIT_MAX).optional(),
  NextToken: z.string().optional(),
}

/** One page of a list. The token is the place of the next item. */
export function page<Item>(
  items: readonly Item[],
  input: { readonly Limit?: number | undefined; readonly NextToken?: string | undefined },
): { readonly items: readonly Item[]; readonly NextToken?: string } {
  const token = input.NextToken ?? '0'
  if (!/^\d{1,9}$/.test(token)) throw new ApiError('ValidationException', `Invalid NextToken ${token}.`)
  const start = Number(token)
  const end = start + (input.Limit ?? LIMIT_MAX)
  return { items: items.slice(start, end), ...(end < items.length && { NextToken: String(end) }) }
}
