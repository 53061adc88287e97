import type { StopClass } from './stop-class.ts'

/** A line of a digest. */
export interface DigestEntry {
  readonly taskArn: string
  readonly class: StopClass
  /** What the mail's subject would have been. */
  readonly subject: string
}

export type Claim =
  /** It is this caller's to tell, until the claim ends. */
  | { readonly kind: 'claimed' }
  | { readonly kind: 'told' }
  /** Another is about to tell it. */
  | { readonly kind: 'held' }
  /** It stands in the digest of this window. */
  | { readonly kind: 'in-digest'; readonly window: string }

/**
 * Who tells what, so that two functions at once send one mail. All reads are strongly consistent. Times are milliseconds
 * since 1970; a window is the ISO 8601 time of its beginning.
 */
export interface StopMails {
  /** Takes the telling of one stop where nobody has it, or whoever had it let the claim run out. */
  claimStop(taskArn: string, now: number, until: number): Promise<Claim>
  stopTold(taskArn: string, now: number): Promise<void>
  /** How many mails this window has with this one. */
  countMail(window: string, now: number): Promise<number>
  /** Puts a stop into the digest of a window. `closed` where somebody has begun to tell that digest. */
  addToDigest(window: string, entry: DigestEntry, now: number): Promise<'added' | 'closed'>
  claimDigest(window: string, now: number, until: number): Promise<Exclude<Claim, { kind: 'in-digest' }>>
  digest(window: string): Promise<readonly DigestEntry[]>
  digestTold(window: string, now: number): Promise<void>
}
