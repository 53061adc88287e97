import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream, createWriteStream, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import type { Database } from './database.ts'

const WRITE_BUFFER_BYTES = 1024 * 1024
const READ_BUFFER_BYTES = 256 * 1024

/** Bytes `start` to `end` of a blob, both included. */
export interface Slice {
  readonly blob: string
  readonly start: number
  readonly end: number
}

/** A blob that is being written: nothing refers to it until it is kept. */
export interface StagedBlob {
  readonly id: string
  write(chunk: Uint8Array): Promise<void>
  /** Resolves when every byte is in the file. */
  finish(): Promise<void>
  /** Moves the finished file to its place. Synchronous, so that it and the index change in one step. */
  keep(): void
  /** Removes the file, unless it was kept. */
  discard(): Promise<void>
}

export type Blobs = ReturnType<typeof createBlobs>

/** The bytes of objects and parts, a file each, under names of their own: a key is no file name. */
export function createBlobs(folder: string, database: Database) {
  const incoming = join(folder, 'incoming')
  const kept = join(folder, 'blobs')
  const readers = new Map<string, number>()
  const { sql } = database

  rmSync(incoming, { recursive: true, force: true })
  mkdirSync(incoming, { recursive: true })
  if (!existsSync(kept)) {
    for (let index = 0; index < 256; index++) {
      mkdirSync(join(kept, index.toString(16).padStart(2, '0')), { recursive: true })
    }
  }
  for (const row of sql.all`select blob from doomed`) rmSync(pathOf(String(row.blob)), { force: true })
  sql.run`delete from doomed`

  function pathOf(id: string): string {
    return join(kept, id.slice(0, 2), id)
  }

  function stage(): StagedBlob {
    const id = randomUUID()
    const path = join(incoming, id)
    const out = createWriteStream(path, { flags: 'wx', highWaterMark: WRITE_BUFFER_BYTES })
    const written = finished(out)
    // Whoever writes next, or finishes, hears of the fault; until then it must not count as unhandled.
    written.catch(() => undefined)
    let isKept = false
    return {
      id,
      write: async (chunk) => {
        if (out.errored) throw out.errored
        if (!out.write(chunk)) await once(out, 'drain')
      },
      finish: async () => {
        out.end()
        await written
      },
      keep: () => {
        renameSync(path, pathOf(id))
        isKept = true
      },
      discard: async () => {
        if (isKept) return
        out.destroy()
        if (!out.closed) await once(out, 'close')
        await rm(path, { force: true })
      },
    }
  }

  /** Keeps the blobs readable until `release` is called, even when their object is removed meanwhile. */
  function hold(ids: readonly string[]): { release(): void } {
    for (const id of ids) readers.set(id, (readers.get(id) ?? 0) + 1)
    return {
      release: () => {
        for (const id of ids) {
          const left = (readers.get(id) ?? 1) - 1
          if (left > 0) readers.set(id, left)
          else {
            readers.delete(id)
            eraseIfDoomed(id)
          }
        }
      },
    }
  }

  function eraseIfDoomed(id: string): void {
    if (!database.isOpen() || readers.has(id)) return
    if (!sql.get`select 1 from doomed where blob = ${id}`) return
    rmSync(pathOf(id), { force: true })
    sql.run`delete from doomed where blob = ${id}`
  }

  return {
    stage,
    hold,
    open: ({ blob, start, end }: Slice) =>
      createReadStream(pathOf(blob), { start, end, highWaterMark: READ_BUFFER_BYTES }),
    /** Call in the transaction that drops the last reference; a crash before the file is gone is made up at the next start. */
    doom(ids: readonly string[]): void {
      for (const id of ids) sql.run`insert or ignore into doomed values (${id})`
      setImmediate(() => {
        for (const id of ids) eraseIfDoomed(id)
      })
    },
  }
}
