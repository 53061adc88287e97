import type { Clock } from '../platform/clock.ts'
import { composeDigest } from './compose-digest.ts'
import { composeMail, subjectOf } from './compose-mail.ts'
import type { Explanation, StackNames } from './explanation.ts'
import type { StopMails } from './stop-mails.ts'
import type { Topic } from './topic.ts'

const WINDOW_MS = 60_000
/** Mails of their own in a minute; what stops besides is told by one digest. */
const MAILS_A_WINDOW_MAX = 5
/** A digest waits so long after its minute, so that nobody still adds to it. */
const DIGEST_GRACE_MS = 5_000
/** Longer than the function may run: whoever claimed a mail and did not send it is gone. */
const CLAIM_MS = 60_000

export type Telling =
  | { readonly kind: 'told'; readonly by: 'mail' | 'digest' | 'another' }
  /** Come again then. */
  | { readonly kind: 'later'; readonly afterSeconds: number }

export interface TellStopDeps {
  readonly mails: StopMails
  readonly topic: Topic
  readonly stack: StackNames
  readonly clock: Clock
}

/** Tells people of a stop, once: by a mail of its own, or in a storm by the digest of its minute. */
export function createTellStop({ mails, topic, stack, clock }: TellStopDeps) {
  return async function tellStop(explanation: Explanation): Promise<Telling> {
    const { taskArn } = explanation.task
    const now = clock.now()
    const claim = await mails.claimStop(taskArn, now, now + CLAIM_MS)
    switch (claim.kind) {
      case 'told':
        return { kind: 'told', by: 'another' }
      case 'held':
        return { kind: 'later', afterSeconds: CLAIM_MS / 1000 }
      case 'in-digest':
        return tellDigest(claim.window)
      case 'claimed':
        return tellFirst(explanation, now)
    }
  }

  async function tellFirst(explanation: Explanation, now: number): Promise<Telling> {
    const { taskArn } = explanation.task
    const window = windowOf(now)
    if ((await mails.countMail(window, now)) <= MAILS_A_WINDOW_MAX) {
      await topic.publish(composeMail(explanation, stack, now))
      await mails.stopTold(taskArn, clock.now())
      return { kind: 'told', by: 'mail' }
    }
    const entry = { taskArn, class: explanation.cause.class, subject: subjectOf(explanation, stack) }
    // Where the digest of this minute is being told already, the next one takes it.
    const windows = [window, windowOf(now + WINDOW_MS)]
    for (const each of windows) {
      if ((await mails.addToDigest(each, entry, now)) === 'added') return tellDigest(each)
    }
    return { kind: 'later', afterSeconds: CLAIM_MS / 1000 }
  }

  /** The first that comes after the minute tells it for all. */
  async function tellDigest(window: string): Promise<Telling> {
    const now = clock.now()
    const waitMs = Date.parse(window) + WINDOW_MS + DIGEST_GRACE_MS - now
    if (waitMs > 0) return { kind: 'later', afterSeconds: Math.ceil(waitMs / 1000) }
    const claim = await mails.claimDigest(window, now, now + CLAIM_MS)
    if (claim.kind === 'held') return { kind: 'later', afterSeconds: CLAIM_MS / 1000 }
    if (claim.kind === 'told') return { kind: 'told', by: 'another' }
    await topic.publish(composeDigest(await mails.digest(window), window, stack))
    await mails.digestTold(window, clock.now())
    return { kind: 'told', by: 'digest' }
  }
}

function windowOf(now: number): string {
  return new Date(now - (now % WINDOW_MS)).toISOString()
}
