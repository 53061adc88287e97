import { join } from 'node:path'

export const root = join(import.meta.dirname, '..', '..')

/** The ways in which the tests package the application. */
export const VARIANTS = {
  local: [],
  'own-task': ['routeBytes=0'],
  direct: ['routeBytes=0', 'launch=direct'],
  'from-zero': ['minTasks=0', 'maxTasks=4', 'backlogPerTask=5', 'scaleInCooldown=60'],
} as const satisfies Record<string, readonly string[]>

export type Variant = keyof typeof VARIANTS

export function packageFolder(variant: Variant): string {
  return join(root, '.local', 'test', 'packages', variant, 'package')
}
