/** What a service puts on the default event bus; the bus adds id, account, region, and time where none is given. */
export interface EventInput {
  readonly source: string
  readonly detailType: string
  /** ARNs. */
  readonly resources: readonly string[]
  readonly detail: Readonly<Record<string, unknown>>
  readonly time?: Date
}

/** Resolves once the bus has the event and will deliver it; never rejects for what a rule or a target does. */
export type Emit = (event: EventInput) => Promise<void>
