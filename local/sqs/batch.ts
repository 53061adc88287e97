import { z } from 'zod'
import { ApiError } from '../protocol/api-error.ts'

// AWS: AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html
const ENTRIES_MAX = 10

export const entryId = z.string()

interface Entry {
  readonly Id: string
}

interface Failure {
  readonly Id: string
  readonly Code: string
  readonly Message: string
  readonly SenderFault: true
}

/** Does one thing for each entry of a batch; what fails is told beside what did not. */
export function runBatch<E extends Entry, Result>(
  entries: readonly E[],
  run: (entry: E) => Result,
): { Successful: Result[]; Failed: Failure[] } {
  checkEntries(entries)
  const Successful: Result[] = []
  const Failed: Failure[] = []
  for (const entry of entries) {
    try {
      Successful.push(run(entry))
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      Failed.push({ Id: entry.Id, Code: error.code, Message: error.message, SenderFault: true })
    }
  }
  return { Successful, Failed }
}

function checkEntries(entries: readonly Entry[]): void {
  if (entries.length === 0) throw refusal('EmptyBatchRequest', 'There should be at least one entry.')
  if (entries.length > ENTRIES_MAX) {
    throw refusal(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${ENTRIES_MAX}. You have sent ${entries.length}.`,
    )
  }
  for (const { Id } of entries) {
    if (!/^[\w-]{1,80}$/.test(Id)) {
      throw refusal(
        'InvalidBatchEntryId',
        `The batch entry id ${Id} is not 1 to 80 letters, digits, hyphens or underscores.`,
      )
    }
    if (entries.filter((other) => other.Id === Id).length > 1) {
      throw refusal('BatchEntryIdsNotDistinct', `Id ${Id} repeated.`)
    }
  }
}

function refusal(code: string, message: string): ApiError {
  return new ApiError(`AWS.SimpleQueueService.${code}`, message)
}
