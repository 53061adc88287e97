/** A template that runs. */
export interface Stack {
  readonly name: string
  /** Its ARN. */
  readonly id: string
  readonly status: 'CREATE_COMPLETE' | 'UPDATE_COMPLETE'
  readonly description?: string
  readonly createdAt: Date
  readonly updatedAt?: Date
  readonly parameters: ReadonlyMap<string, string | readonly string[]>
  readonly resources: readonly StackResource[]
  /** The value of each output by its key. */
  readonly outputs: Readonly<Record<string, string>>
  readonly outputDetails: readonly StackOutput[]
  /** As it was given. */
  readonly template: unknown
}

export interface StackResource {
  readonly logicalId: string
  readonly type: string
  /** What `Ref` gives. */
  readonly physicalId: string
  readonly attributes: Readonly<Record<string, string>>
  readonly madeAt: Date
}

export interface StackOutput {
  readonly key: string
  readonly value: string
  readonly description?: string
  readonly exportName?: string
}
