/** What a check says against a resource of the packaged template. */
export interface Finding {
  /** Of the rule, as the check names it. */
  readonly id: string
  /** The logical id; `template` where a check names none. */
  readonly resource: string
  /** Of the resource, such as `AWS::SQS::Queue`. */
  readonly type?: string | undefined
  readonly message: string
}
