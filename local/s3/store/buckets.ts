import { ApiError } from '../../protocol/api-error.ts'
import type { Database } from './database.ts'

type Versioning = 'Enabled' | 'Suspended'

export interface Bucket {
  readonly name: string
  /** Milliseconds since 1970. */
  readonly createdAt: number
  /** Absent until it is set for the first time. */
  readonly versioning?: Versioning
  /** Whether its events go to the event bus. */
  readonly eventBridge: boolean
}

export function createBuckets({ sql }: Database) {
  function find(name: string): Bucket | undefined {
    const row = sql.get`select * from bucket where name = ${name}`
    return row && toBucket(row)
  }

  return {
    find,
    /** Throws NoSuchBucket. */
    get(name: string): Bucket {
      const bucket = find(name)
      if (!bucket) throw new ApiError('NoSuchBucket', `The bucket ${name} does not exist.`, 404)
      return bucket
    },
    put(bucket: Bucket): void {
      sql.run`insert or replace into bucket values (
        ${bucket.name}, ${bucket.createdAt}, ${bucket.versioning ?? null}, ${bucket.eventBridge ? 1 : 0})`
    },
    remove(name: string): void {
      sql.run`delete from bucket where name = ${name}`
    },
    list: (): Bucket[] => sql.all`select * from bucket order by name`.map(toBucket),
  }
}

function toBucket(row: Record<string, unknown>): Bucket {
  return {
    name: String(row.name),
    createdAt: Number(row.createdAt),
    eventBridge: row.eventBridge === 1,
    ...(row.versioning === null ? {} : { versioning: row.versioning as Versioning }),
  }
}
