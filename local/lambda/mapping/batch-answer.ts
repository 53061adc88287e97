/** What a function's answer makes of a batch. */
export type BatchAnswer =
  /** The named ones stay in the queue, the others are done. */
  | { readonly kind: 'understood'; readonly failed: ReadonlySet<string> }
  /** The whole batch stays in the queue. */
  | { readonly kind: 'refused'; readonly why: string }

/**
 * Reads `{ batchItemFailures: [{ itemIdentifier }] }` by Lambda's rules: no answer, or no list in it, is full success;
 * an identifier that is empty, missing or of no message of the batch makes the whole batch fail.
 * docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export function readBatchAnswer(answer: unknown, messageIds: ReadonlySet<string>): BatchAnswer {
  if (answer === null || answer === undefined) return understood([])
  if (typeof answer !== 'object' || Array.isArray(answer)) return refused('the answer is no object', answer)
  const failures = 'batchItemFailures' in answer ? answer.batchItemFailures : undefined
  if (failures === null || failures === undefined) return understood([])
  if (!Array.isArray(failures)) return refused('batchItemFailures is no list', failures)

  const failed: string[] = []
  for (const failure of failures as unknown[]) {
    const isObject = typeof failure === 'object' && failure !== null
    const id = isObject && 'itemIdentifier' in failure ? failure.itemIdentifier : undefined
    if (typeof id !== 'string' || id === '') return refused('a failure has no itemIdentifier', failure)
    if (!messageIds.has(id)) return refused('an itemIdentifier is of no message of the batch', id)
    failed.push(id)
  }
  return understood(failed)
}

function understood(failed: readonly string[]): BatchAnswer {
  return { kind: 'understood', failed: new Set(failed) }
}

function refused(why: string, value: unknown): BatchAnswer {
  return { kind: 'refused', why: `${why}: ${JSON.stringify(value).slice(0, 80)}` }
}
