import { createHash } from 'node:crypto'
import { realpathSync } from 'node:fs'

/** Tells the containers and images of one data folder from those of others; the same at every start. */
export function runtimeName(dataFolder: string): string {
  return createHash('sha256').update(realpathSync(dataFolder)).digest('hex').slice(0, 16)
}

/** `key=value`, as the engine takes it. */
export function runtimeLabel(dataFolder: string): string {
  return `stevedore.runtime=${runtimeName(dataFolder)}`
}
