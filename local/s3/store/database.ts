import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

// Keys compare as their UTF-8 bytes, which is the order in which S3 lists.
const SCHEMA = `
  create table if not exists bucket (
    name text primary key, createdAt integer not null, versioning text, eventBridge integer not null
  ) strict, without rowid;
  create table if not exists version (
    bucket text, key text, sequence integer, versionId text not null, latest integer not null,
    marker integer not null, json text not null, primary key (bucket, key, sequence)
  ) strict, without rowid;
  create unique index if not exists versionById on version (bucket, key, versionId);
  create index if not exists visible on version (bucket, key) where latest = 1 and marker = 0;
  create table if not exists upload (
    id text primary key, bucket text not null, key text not null, json text not null
  ) strict, without rowid;
  create index if not exists uploadByKey on upload (bucket, key, id);
  create table if not exists part (
    upload text, number integer, blob text not null, json text not null, primary key (upload, number)
  ) strict, without rowid;
  create table if not exists doomed (blob text primary key) strict, without rowid;
  create table if not exists counter (name text primary key, value integer not null) strict, without rowid;
`

export type Database = ReturnType<typeof openDatabase>

/**
 * The index of all that is stored. Every call is synchronous, so what one function does is one step for all others.
 * A commit outlives the process, though not a loss of power: the write-ahead log is not flushed each time.
 */
export function openDatabase(folder: string) {
  const connection = new DatabaseSync(join(folder, 'index.sqlite'))
  connection.exec('pragma journal_mode = wal; pragma synchronous = normal;')
  connection.exec(SCHEMA)
  // Starts at the time in microseconds, so that a folder that was emptied goes on above what it gave before.
  connection.prepare(`insert or ignore into counter values ('sequence', ?)`).run(Date.now() * 1000)
  const tags = connection.createTagStore()
  let depth = 0

  function transaction<Result>(work: () => Result): Result {
    if (depth > 0) return work()
    connection.exec('begin immediate')
    depth++
    try {
      const result = work()
      connection.exec('commit')
      return result
    } catch (error) {
      connection.exec('rollback')
      throw error
    } finally {
      depth--
    }
  }

  return {
    /** Prepared once each: `sql.all\`select …${value}\``. */
    sql: tags,
    transaction,
    /** Greater at every call, over restarts too. */
    nextSequence(): number {
      const row = tags.get`update counter set value = value + 1 where name = 'sequence' returning value`
      return Number(row?.value)
    },
    isOpen: () => connection.isOpen,
    close: () => connection.close(),
  }
}
