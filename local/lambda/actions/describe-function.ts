import type { LocalFunction } from '../functions.ts'

/** A `FunctionConfiguration` of the API. */
export function describeFunction({ settings, modifiedAt }: LocalFunction) {
  return {
    FunctionName: settings.name,
    FunctionArn: settings.arn,
    Runtime: settings.runtime,
    Role: settings.role,
    Handler: settings.handler,
    CodeSize: settings.code.bytes,
    CodeSha256: settings.code.sha256,
    Timeout: settings.timeoutSeconds,
    MemorySize: settings.memoryMegabytes,
    LastModified: modifiedAt.toISOString().replace('Z', '+0000'),
    Version: '$LATEST',
    Environment: { Variables: settings.environment },
    Architectures: [settings.architecture],
    PackageType: 'Zip',
    State: 'Active',
    LastUpdateStatus: 'Successful',
    LoggingConfig: { LogFormat: 'Text', LogGroup: settings.logGroup },
    ...(settings.deadLetterArn === undefined
      ? {}
      : { DeadLetterConfig: { TargetArn: settings.deadLetterArn } }),
  }
}
