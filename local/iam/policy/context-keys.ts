/** What is known of a call, by condition key in small letters. A key that AWS would not send is not there. */
export type Context = Readonly<Record<string, string>>

// Keys of IAM and of services whose values this runtime knows, where AWS sends them.
const KNOWN = new Set(
  [
    'aws:PrincipalAccount',
    'aws:PrincipalArn',
    'aws:PrincipalIsAWSService',
    'aws:RequestedRegion',
    'aws:ResourceAccount',
    'aws:SecureTransport',
    'aws:SourceAccount',
    'aws:SourceArn',
    'aws:SourceOwner',
    'cloudwatch:namespace',
    'ecs:cluster',
    'ecs:CreateAction',
    'iam:PassedToService',
    'kms:ViaService',
    's3:prefix',
    's3:VersionId',
  ].map((key) => key.toLowerCase()),
)

/** Keys are compared without regard to case. Undefined for one whose values nobody here would send. */
export function contextKey(key: string): string | undefined {
  const small = key.toLowerCase()
  return KNOWN.has(small) ? small : undefined
}
