import type { IncomingMessage, ServerResponse } from 'node:http'
import { finished } from 'node:stream/promises'
import { ApiError } from '../protocol/api-error.ts'
import { authorize } from '../protocol/caller.ts'
import type { S3Action, S3Answer, S3Call, S3Deps } from './action.ts'
import { createFindAction } from './find-action.ts'
import { newRequestId, parseCall } from './parse-call.ts'
import { sendAnswer, sendError } from './send-answer.ts'

// By the code of the error that says that something is missing. AWS documents the first alone, for versions too; whoever
// relies on the answer has both.
const LISTING: Readonly<Record<string, readonly string[]>> = {
  NoSuchKey: ['ListObjectsV2'],
  NoSuchVersion: ['ListObjectsV2', 'ListObjectVersions'],
}

/** Answers one request of S3's REST API. Throws what is a fault of ours. */
export function createHandle(actions: readonly S3Action[], deps: S3Deps) {
  const findAction = createFindAction(actions)

  async function answerOf(action: S3Action, call: S3Call): Promise<S3Answer> {
    try {
      return await action.run(call, deps)
    } catch (error) {
      // Whoever may not list a bucket is not told what is missing there: 403 takes the place of 404.
      const listings = error instanceof ApiError ? LISTING[error.code] : undefined
      for (const listing of listings ?? []) authorize(call.body, listing, call)
      throw error
    }
  }

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const requestId = newRequestId()
    try {
      const call = parseCall(request, requestId)
      const action = findAction(call)
      authorize(request, action.name, call)
      const answer = await answerOf(action, call)
      await sendAnswer(response, answer, requestId)
    } catch (error) {
      // A client that went away half-way is no fault, and there is nobody to tell.
      if (hasGone(request, response)) return
      if (!(error instanceof ApiError) || response.headersSent) throw error
      await drain(request)
      await sendError(response, error, request, requestId)
    }
  }
}

function hasGone(request: IncomingMessage, response: ServerResponse): boolean {
  return response.destroyed || (request.destroyed && !request.complete)
}

/** A client that still sends would take an early answer for a broken connection. */
async function drain(request: IncomingMessage): Promise<void> {
  if (request.complete) return
  request.resume()
  // It rejects when the client goes away, which ends the wait as well.
  await finished(request, { writable: false }).catch(() => undefined)
}
