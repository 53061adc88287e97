/** What the services of the local runtime ask before they act for somebody. */
export interface Permissions {
  /**
   * A service takes a role on, for a task, a function, a rule or a schedule. Throws an `ApiError` (AccessDenied) where the
   * role is not there, or its trust policy does not let the service.
   */
  takeRole(role: {
    readonly arn: string
    /** For example `lambda.amazonaws.com`. */
    readonly service: string
    readonly sessionName: string
    /** What the service takes the role for, in the form that AWS sends. */
    readonly sourceArn: string
  }): RoleSession
  /**
   * A service acts by itself, for a resource of its own: the policy of the resource that it touches decides. Throws an
   * `ApiError` where that does not let it.
   */
  asService(
    caller: { readonly service: string; readonly sourceArn: string },
    action: string,
    resource: string,
  ): void
  /** The policy of buckets, queues, topics or functions, in the place of what this stack's resource said before. */
  putPolicy(made: PolicyResource, arns: readonly string[], document: unknown): void
  removePolicy(made: PolicyResource): void
}

/** The resource of a template that a policy comes from. */
export interface PolicyResource {
  readonly stackName: string
  readonly logicalId: string
}

/** A role that somebody has taken on. */
export interface RoleSession {
  readonly roleArn: string
  readonly credentials: Credentials
  /** Throws an `ApiError` where the role may not call this action of an API with this input. */
  may(service: string, action: string, input: unknown): void
  /** Its keys are refused from now on. */
  end(): void
}

export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string
}
