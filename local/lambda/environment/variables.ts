import { dirname } from 'node:path'
import process from 'node:process'
import type { Credentials } from '../../iam/permissions.ts'
import type { Site } from '../../site.ts'
import type { FunctionSettings } from '../function-settings.ts'

// The rest of a function's memory is for what V8 does not count: buffers, code, stacks.
const HEAP_SHARE = 0.9

/** All that an environment gets: what Lambda gives, and what the template says. Nothing of this process's own. */
export function environmentVariables(
  site: Site,
  settings: FunctionSettings,
  { logStream, credentials }: { readonly logStream: string; readonly credentials: Credentials },
): Record<string, string> {
  return {
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    PATH: `${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    ...settings.environment,
    NODE_OPTIONS: [
      `--max-old-space-size=${Math.floor(settings.memoryMegabytes * HEAP_SHARE)}`,
      settings.environment.NODE_OPTIONS,
    ]
      .filter(Boolean)
      .join(' '),
    AWS_REGION: site.region,
    AWS_DEFAULT_REGION: site.region,
    AWS_ENDPOINT_URL: site.endpoint(),
    AWS_EXECUTION_ENV: `AWS_Lambda_${settings.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: settings.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings.memoryMegabytes),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: settings.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    LAMBDA_TASK_ROOT: settings.code.folder,
    _HANDLER: settings.handler,
  }
}
