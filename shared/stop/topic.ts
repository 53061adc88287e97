/** A mail as people get it. */
export interface Mail {
  /** ASCII, one line, at most 100 characters. */
  readonly subject: string
  readonly text: string
}

/** Where people hear of what needs them. */
export interface Topic {
  /** Resolves once the mail is accepted. Rejects with `dependency.unavailable` or `dependency.denied`. */
  publish(mail: Mail): Promise<void>
}
