import { join } from 'node:path'

export const root = join(import.meta.dirname, '..', '..')

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
    'scaleSchedule=cron(0 6 ? * MON-FRI *) 5..20; cron(0 20 * * ? *) 0..10',
    'spotWeight=3',
    'onDemandBase=2',
    'minimumHealthyPercent=0',
    'maximumPercent=100',
    'waitAlarm=1800',
  ],
} as const satisfies Record<string, readonly string[]>

export type Variant = keyof typeof VARIANTS

export function packageFolder(variant: Variant): string {
  return join(root, '.local', 'test', 'packages', variant, 'package')
}
