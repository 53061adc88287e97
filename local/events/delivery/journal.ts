import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { appendFile, truncate } from 'node:fs/promises'
import { dirname } from 'node:path'

/** What is accepted and not yet done, on disk. It outlives the process, also one that is killed. */
export interface Journal<Entry extends { readonly id: string }> {
  pending(): readonly Entry[]
  /** Resolves once the entries would survive the end of the process. Not synced: a power cut may lose them. */
  add(entries: readonly Entry[]): Promise<void>
  /** Resolves once the entry would not come back. */
  done(id: string): Promise<void>
  close(): Promise<void>
}

type Line<Entry> = { readonly add: Entry } | { readonly done: string }

// An idle journal shorter than this is left as it is: emptying it at every event would double the writes.
const IDLE_BYTES_MAX = 64 * 1024
// A journal that is never idle is written anew when it is this long and mostly done.
const COMPACT_BYTES_MIN = 16 * 1024 * 1024

export function createJournal<Entry extends { readonly id: string }>(file: string): Journal<Entry> {
  mkdirSync(dirname(file), { recursive: true })
  const live = read<Entry>(file)
  let bytes = rewrite(file, live.values())
  let compactAt = Math.max(COMPACT_BYTES_MIN, 2 * bytes)
  let waiting = ''
  let flushing: Promise<void> | undefined

  function write(line: Line<Entry>): Promise<void> {
    waiting += `${JSON.stringify(line)}\n`
    flushing ??= flush()
    return flushing
  }

  async function flush(): Promise<void> {
    try {
      while (waiting) {
        const text = waiting
        waiting = ''
        await appendFile(file, text)
        bytes += Buffer.byteLength(text)
        if (live.size === 0 && bytes > IDLE_BYTES_MAX && !waiting) {
          await truncate(file)
          bytes = 0
        } else if (bytes > compactAt) {
          // `live` already has what waits to be written; the lines that follow repeat it without harm.
          bytes = rewrite(file, live.values())
          compactAt = Math.max(COMPACT_BYTES_MIN, 2 * bytes)
        }
      }
    } finally {
      flushing = undefined
    }
  }

  return {
    pending: () => [...live.values()],
    async add(entries) {
      for (const entry of entries) live.set(entry.id, entry)
      try {
        await Promise.all(entries.map((entry) => write({ add: entry })))
      } catch (error) {
        for (const { id } of entries) live.delete(id)
        throw error
      }
    },
    async done(id) {
      live.delete(id)
      await write({ done: id })
    },
    async close() {
      await flushing
      rewrite(file, live.values())
    },
  }
}

function read<Entry extends { readonly id: string }>(file: string): Map<string, Entry> {
  const live = new Map<string, Entry>()
  const lines = readIfThere(file).split('\n')
  // What follows the last line feed is a line that was being written when the process ended: nobody relied on it.
  for (const line of lines.slice(0, -1)) {
    const entry = JSON.parse(line) as Line<Entry>
    if ('add' in entry) live.set(entry.add.id, entry.add)
    else live.delete(entry.done)
  }
  return live
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw error
  }
}

function rewrite<Entry>(file: string, entries: Iterable<Entry>): number {
  const text = [...entries].map((entry) => `${JSON.stringify({ add: entry })}\n`).join('')
  writeFileSync(`${file}.new`, text)
  renameSync(`${file}.new`, file)
  return Buffer.byteLength(text)
}
