import type { Letter } from './read-letter.ts'

/** A dead letter for other programs: all that `letterLines` tells, and the message itself. */
export function letterJson(queue: string, { receiptHandle: _, ...letter }: Letter): string {
  return JSON.stringify({ queue, ...letter, sentAt: new Date(letter.sentAt).toISOString() })
}
