import { join } from 'node:path'

export const root = join(import.meta.dirname, '..', '..')

/** By digest, as a deploy has it. */
const IMAGE = `image=123456789012.dkr.ecr.us-east-1.amazonaws.com/stevedore-prod@sha256:${'0'.repeat(64)}`

/** The ways in which the tests package the application. */
export const VARIANTS = {
  local: [],
  'own-task': ['routeBytes=0'],
  direct: ['routeBytes=0', 'launch=direct'],
  'from-zero': ['minTasks=0', 'maxTasks=4', 'backlogPerTask=5', 'scaleInCooldown=60'],
  // Every option of the scaling at once.
  scaled: [
    'scaleOn=messages',
    'backlogPerTask=300',
    'scaleOutCooldown=90',
    'scaleInCooldown=600',
    'scaleOnCpu=60',
    'scaleOnMemory=70',
    'scaleSteps=500 +2; 5000 +8',
    'scaleSchedule=cron(0 6 ? * MON-FRI *) 5..20; cron(0 20 * * ? *) 0..10',
    'spotWeight=3',
    'onDemandBase=2',
    'minimumHealthyPercent=0',
    'maximumPercent=100',
    'waitAlarm=1800',
  ],
  // As a stage in an account has it, and with every option that closes something, and sizes of its own.
  account: [IMAGE],
  closed: [
    IMAGE,
    'launch=direct',
    'network=new',
    'tracing=xray',
    'kmsKey=arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab',
    'pointInTimeRecovery=all',
    'email=operators@example.com',
    'loadQueueSize=512/1024',
    'loadObjectSize=512/2048',
    'largeObjectSize=2048/4096',
    'auditSize=1024/2048',
    'tags=team=data,cost centre=12',
  ],
  // Networks besides the public one and that of `closed`, one with the other architecture.
  nat: ['network=new', 'privateAccess=nat-per-zone', 'architecture=x86_64'],
  existing: [
    'network=existing',
    'subnets=subnet-0123456789abcdef0,subnet-0123456789abcdef1',
    'securityGroups=sg-0123456789abcdef0',
    'launch=direct',
  ],
} as const satisfies Record<string, readonly string[]>

export type Variant = keyof typeof VARIANTS

/** The stage of a laptop, but for what is packaged for an account. */
export function stageOf(variant: Variant): string {
  return variant === 'account' || variant === 'closed' ? 'prod' : 'local'
}

export function packageFolder(variant: Variant): string {
  return join(root, '.local', 'test', 'packages', variant, 'package')
}
