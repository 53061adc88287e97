import type { Envelope } from '../envelope.ts'
import type { Rule } from '../rule.ts'
import type { Target } from '../target.ts'
import { type Failure, readFailure } from './failure.ts'
import type { EventTargets } from './ports.ts'

export interface DeadLetter {
  readonly event: Envelope
  readonly rule: Rule
  readonly target: Target
  readonly failure: Failure
  readonly retries: number
  /** Which limit of the retry policy was reached; absent where no retry was made. */
  readonly condition?: string
}

/** Puts an event that cannot be delivered into the target's dead-letter queue. Without one it is lost, and said so. */
export async function sendDeadLetter(
  targets: EventTargets,
  say: (text: string) => void,
  letter: DeadLetter,
): Promise<void> {
  const { event, rule, target, failure, retries, condition } = letter
  const queueArn = target.DeadLetterConfig?.Arn
  const what = `${rule.name} → ${target.Arn}: event ${event.id} not delivered, retries: ${retries} (${failure.code}: ${failure.message})`
  if (queueArn === undefined) {
    say(`${what}; dropped, the target has no DeadLetterConfig`)
    return
  }
  try {
    await targets.queue.send(queueArn, JSON.stringify(event), {
      attributes: {
        RULE_ARN: rule.arn,
        TARGET_ARN: target.Arn,
        ERROR_CODE: failure.code,
        ERROR_MESSAGE: failure.message,
        ...(condition === undefined ? {} : { EXHAUSTED_RETRY_CONDITION: condition }),
        RETRY_ATTEMPTS: String(retries),
      },
    })
    say(`${what}; now in ${queueArn}`)
  } catch (error) {
    say(`${what}; dropped, its dead-letter queue ${queueArn} refuses it: ${readFailure(error).message}`)
  }
}
