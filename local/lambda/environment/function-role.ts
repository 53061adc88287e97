import type { Credentials, RoleSession } from '../../iam/permissions.ts'
import { ApiError } from '../../protocol/api-error.ts'
import type { Site } from '../../site.ts'
import type { FunctionSettings } from '../function-settings.ts'

const ANYBODY: Credentials = { accessKeyId: 'local', secretAccessKey: 'local', sessionToken: 'local' }

/** What an execution environment has of its function's role. */
interface FunctionRole {
  readonly credentials: Credentials
  /** Whether the function's output may go into this log stream; on AWS a function that may not is silent. */
  mayLog(logStream: string): boolean
  end(): void
}

/** Lambda takes the role on for an environment. Throws Lambda's own error where the role does not let it. */
export function takeFunctionRole(
  site: Site,
  { role, name, arn, logGroup }: Pick<FunctionSettings, 'role' | 'name' | 'arn' | 'logGroup'>,
): FunctionRole {
  const session = takeRole(site, { role, name, arn })
  return {
    credentials: session?.credentials ?? ANYBODY,
    mayLog(logStreamName) {
      try {
        session?.may('logs', 'CreateLogStream', { logGroupName: logGroup })
        session?.may('logs', 'PutLogEvents', { logGroupName: logGroup, logStreamName })
        return true
      } catch (error) {
        if (error instanceof ApiError) return false
        throw error
      }
    },
    end: () => session?.end(),
  }
}

function takeRole(
  { permissions }: Site,
  { role, name, arn }: { role: string; name: string; arn: string },
): RoleSession | undefined {
  try {
    return permissions?.takeRole({
      arn: role,
      service: 'lambda.amazonaws.com',
      sessionName: name,
      sourceArn: arn,
    })
  } catch (cause) {
    throw Object.assign(
      new ApiError(
        'InvalidParameterValueException',
        `The role defined for the function cannot be assumed by Lambda: ${role}`,
      ),
      { cause },
    )
  }
}
