import * as z from 'zod/mini'
import { StevedoreError } from '../platform/error.ts'
import type { TaskProtection } from '../queue/task-protection.ts'

/** A message waits for the answer before it is worked. */
const TIMEOUT_MS = 3_000
/** Faults that pass, besides those of status 5xx and 429. */
const PASSING = /Throttling|ServerException|RequestCanceled|Timeout/

const answer = z.union([
  z.object({ protection: z.object({ ProtectionEnabled: z.boolean() }) }),
  z.object({ failure: z.object({ Reason: z.string(), Detail: z.optional(z.string()) }) }),
  z.object({ error: z.object({ Code: z.string(), Message: z.optional(z.string()) }) }),
])

/**
 * Protection through the agent of the task's container, as AWS recommends: it names the task by itself, and asks ECS
 * with the task's role. docs.aws.amazon.com/AmazonECS/latest/developerguide/task-scale-in-protection-endpoint.html
 */
export function createEcsTaskProtection({ agentUri }: { readonly agentUri: string }): TaskProtection {
  return {
    protect: (minutes) => put({ ProtectionEnabled: true, ExpiresInMinutes: minutes }),
    unprotect: () => put({ ProtectionEnabled: false }),
  }

  async function put(state: { ProtectionEnabled: boolean; ExpiresInMinutes?: number }): Promise<void> {
    const { status, text } = await ask(state).catch((cause: unknown) => {
      throw refusal('dependency.unavailable', `the agent of ECS does not answer: ${String(cause)}`, cause)
    })
    const told = answer.safeParse(parseJson(text))
    if (!told.success) {
      const code = status >= 500 || status === 429 ? 'dependency.unavailable' : 'dependency.denied'
      throw refusal(code, `the agent of ECS answers ${status}: ${text.slice(0, EXCERPT_LENGTH)}`)
    }
    if ('protection' in told.data) return
    if ('failure' in told.data) {
      const { Reason, Detail = 'no detail' } = told.data.failure
      throw refusal('dependency.denied', `ECS refuses: ${Reason} (${Detail})`)
    }
    const { Code, Message = 'no message' } = told.data.error
    const passes = status >= 500 || status === 429 || PASSING.test(Code)
    throw refusal(
      passes ? 'dependency.unavailable' : 'dependency.denied',
      `ECS refuses: ${Code} (${Message})`,
    )
  }

  async function ask(state: object): Promise<{ status: number; text: string }> {
    const response = await fetch(`${agentUri}/task-protection/v1/state`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(state),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    return { status: response.status, text: await response.text() }
  }
}

const EXCERPT_LENGTH = 200

function refusal(
  code: 'dependency.unavailable' | 'dependency.denied',
  why: string,
  cause?: unknown,
): StevedoreError {
  return new StevedoreError(
    code,
    `The protection of this task from scale-in could not be changed: ${why}`,
    cause === undefined ? {} : { cause },
  )
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
