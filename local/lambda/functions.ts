import { ApiError } from '../protocol/api-error.ts'
import { arn, type Site } from '../site.ts'
import { type CountedPool, countedPool } from './environment/counted-pool.ts'
import { startEnvironment } from './environment/environment.ts'
import { createPool, type Pool } from './environment/pool.ts'
import type { FunctionSettings } from './function-settings.ts'

export interface LocalFunction {
  readonly settings: FunctionSettings
  readonly pool: CountedPool
  readonly modifiedAt: Date
}

/** A function as someone asked for it. */
export interface InvokedFunction extends LocalFunction {
  /** With the version, where one was asked for. */
  readonly invokedArn: string
}

/** The functions that there are. */
export interface Functions {
  /** Makes a function, or gives it new settings: what runs ends as it began. */
  put(settings: FunctionSettings): LocalFunction
  /** By name, `name:version`, ARN or partial ARN; `ResourceNotFoundException` where there is none. */
  find(nameOrArn: string, qualifier?: string): InvokedFunction
  all(): readonly LocalFunction[]
  /** Lets what is running end. One that is not there is no error. */
  remove(name: string): void
  /** Takes note of a version. There is one code of a function, and its versions all run that. */
  publish(name: string, version: string): void
  close(): Promise<void>
}

const LATEST = '$LATEST'

export function createFunctions(site: Site): Functions {
  const functions = new Map<string, LocalFunction>()
  const versions = new Map<string, Set<string>>()
  const retired = new Set<Pool>()

  function find(nameOrArn: string, qualifier?: string): InvokedFunction {
    const parts = nameOrArn.split(':')
    // arn:aws:lambda:region:account:function:name[:version], account:function:name[:version], name[:version]
    const start = parts.lastIndexOf('function') + 1
    const name = parts[start] ?? ''
    const version = qualifier ?? parts[start + 1]
    const invokedArn = arn(site, 'lambda', `function:${name}${version === undefined ? '' : `:${version}`}`)
    const found = functions.get(name)
    const isThere = version === undefined || version === LATEST || versions.get(name)?.has(version)
    if (!found || !isThere) {
      throw new ApiError('ResourceNotFoundException', `Function not found: ${invokedArn}`, 404)
    }
    return { ...found, invokedArn }
  }

  function retire(name: string): void {
    const before = functions.get(name)
    if (!before) return
    before.pool.retire()
    retired.add(before.pool)
  }

  return {
    find,
    all: () => [...functions.values()],
    remove(name) {
      retire(name)
      functions.delete(name)
      versions.delete(name)
    },
    put(settings) {
      retire(settings.name)
      const made = {
        settings,
        pool: countedPool(
          createPool({
            name: settings.name,
            max: settings.environmentsMax,
            start: () => startEnvironment(site, settings),
          }),
        ),
        modifiedAt: new Date(site.clock.now()),
      }
      functions.set(settings.name, made)
      return made
    },
    publish(name, version) {
      versions.set(name, (versions.get(name) ?? new Set()).add(version))
    },
    async close() {
      const pools = [...retired, ...[...functions.values()].map(({ pool }) => pool)]
      await Promise.all(pools.map((pool) => pool.close()))
    },
  }
}
