import { type Dirent, readdirSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import { ApiError } from '../protocol/api-error.ts'
import type { Site } from '../site.ts'

export interface LogStreamFile {
  /** Of the stream, as CloudWatch Logs has it: with slashes. */
  readonly name: string
  /** Absolute. */
  readonly file: string
  /** Milliseconds since 1970. */
  readonly createdAt: number
  readonly changedAt: number
  readonly bytes: number
}

/** The streams of a log group, from the files that tasks and functions write. Throws where there is no such group. */
export function streamsOf({ dataFolder }: Pick<Site, 'dataFolder'>, group: string): readonly LogStreamFile[] {
  const logs = join(dataFolder, 'logs')
  const folder = join(logs, ...group.split('/').filter(Boolean))
  const entries = folder.startsWith(`${logs}${sep}`) ? entriesIn(folder) : undefined
  if (!entries) throw new ApiError('ResourceNotFoundException', 'The specified log group does not exist.')
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.log'))
    .map((entry) => {
      const file = join(entry.parentPath, entry.name)
      const { birthtimeMs, mtimeMs, size } = statSync(file)
      const name = file
        .slice(folder.length + 1, -'.log'.length)
        .split(sep)
        .join('/')
      return { name, file, createdAt: Math.floor(birthtimeMs), changedAt: Math.floor(mtimeMs), bytes: size }
    })
}

function entriesIn(folder: string): readonly Dirent[] | undefined {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
