import { ApiError } from '../protocol/api-error.ts'

// Amazon S3 User Guide, "General purpose bucket naming rules".
const NAME = /^(?!\d+\.\d+\.\d+\.\d+$)(?!xn--)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/

export function checkBucketName(name: string): string {
  if (NAME.test(name)) return name
  throw new ApiError(
    'InvalidBucketName',
    `The bucket name ${name} is not valid: 3 to 63 lower-case letters, digits, hyphens and dots.`,
  )
}
