/** What a function's environments need to know of it. */
export interface FunctionSettings {
  readonly name: string
  /** The name without the stack's, for the screen. */
  readonly shortName: string
  /** Without a version. */
  readonly arn: string
  readonly role: string
  readonly runtime: string
  /** `path/to/file.function` below the code folder. */
  readonly handler: string
  readonly timeoutSeconds: number
  readonly memoryMegabytes: number
  readonly architecture: string
  readonly environment: Readonly<Record<string, string>>
  readonly logGroup: string
  readonly environmentsMax: number
  /** The queue for events of asynchronous invocations that failed for good. */
  readonly deadLetterArn?: string
  readonly code: FunctionCode
}

export interface FunctionCode {
  /** Absolute: where the bundle is unpacked. */
  readonly folder: string
  /** Base64, as `CodeSha256`. */
  readonly sha256: string
  readonly bytes: number
}
