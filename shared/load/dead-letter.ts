import type { ObjectVersion } from './object-version.ts'

/** A load that needs a person. Redriven as it stands, it reopens the load that it was sent for. */
export interface DeadLetter {
  readonly object: ObjectVersion
  /** The attempt that the ledger's item has when it fails. */
  readonly attempt: number
  readonly launch?: number
  readonly reason: string
}

export interface DeadLetters {
  /** Resolves once the message is durable. */
  send(letter: DeadLetter): Promise<void>
}
