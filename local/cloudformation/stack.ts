/** A template that runs, or ran. */
export interface Stack {
  readonly name: string
  /** Its ARN. */
  readonly id: string
  readonly status: StackStatus
  readonly statusReason?: string
  readonly description?: string
  readonly createdAt: Date
  readonly updatedAt?: Date
  readonly deletedAt?: Date
  /** As they were given, without the template's defaults. */
  readonly given: Readonly<Record<string, string>>
  readonly parameters: ReadonlyMap<string, string | readonly string[]>
  readonly tags: readonly StackTag[]
  /** In the order in which they were made. */
  readonly resources: readonly StackResource[]
  /** The value of each output by its key. */
  readonly outputs: Readonly<Record<string, string>>
  readonly outputDetails: readonly StackOutput[]
  /** As it was given. */
  readonly template: unknown
}

export type StackStatus =
  | 'REVIEW_IN_PROGRESS'
  | 'IMPORT_IN_PROGRESS'
  | 'IMPORT_COMPLETE'
  | 'IMPORT_ROLLBACK_FAILED'
  | 'CREATE_IN_PROGRESS'
  | 'CREATE_COMPLETE'
  | 'CREATE_FAILED'
  | 'ROLLBACK_IN_PROGRESS'
  | 'ROLLBACK_COMPLETE'
  | 'ROLLBACK_FAILED'
  | 'UPDATE_IN_PROGRESS'
  | 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'
  | 'UPDATE_COMPLETE'
  | 'UPDATE_ROLLBACK_IN_PROGRESS'
  | 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS'
  | 'UPDATE_ROLLBACK_COMPLETE'
  | 'UPDATE_ROLLBACK_FAILED'
  | 'DELETE_IN_PROGRESS'
  | 'DELETE_COMPLETE'
  | 'DELETE_FAILED'

export type ResourceStatus =
  | `${'CREATE' | 'UPDATE' | 'DELETE' | 'IMPORT'}_${'IN_PROGRESS' | 'COMPLETE' | 'FAILED'}`
  | 'DELETE_SKIPPED'

type DeletionPolicy = 'Delete' | 'Retain' | 'RetainExceptOnCreate'

export interface StackTag {
  readonly Key: string
  readonly Value: string
}

export interface StackResource {
  readonly logicalId: string
  readonly type: string
  /** What `Ref` gives. */
  readonly physicalId: string
  readonly attributes: Readonly<Record<string, string>>
  readonly madeAt: Date
  readonly status: ResourceStatus
  /** With all intrinsics resolved, as the template has them. */
  readonly properties: unknown
  /** What becomes of it when it leaves the template, or the stack is deleted. */
  readonly deletionPolicy: DeletionPolicy
  /** Grows with every replacement: a resource without a name of its own gets another one. */
  readonly generation: number
}

export interface StackOutput {
  readonly key: string
  readonly value: string
  readonly description?: string
  readonly exportName?: string
}
