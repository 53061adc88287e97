import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

// Times are milliseconds since 1970. A message is in flight while it has a receipt and is not visible yet; without a
// receipt it is delayed. `receivesBefore` are those in the queue it came from.
const SCHEMA = `
  create table if not exists queue (
    name text primary key, attributes text not null, tags text not null,
    createdAt integer not null, modifiedAt integer not null
  ) strict, without rowid;
  create table if not exists message (
    sequence integer primary key autoincrement, queue text not null, id text not null, body text not null,
    md5 text not null, attributes text not null, groupId text, deduplicationId text, sourceArn text,
    sentAt integer not null, arrivedAt integer not null, visibleAt integer not null,
    receipt text, receivedAt integer, firstReceivedAt integer,
    receives integer not null default 0, receivesBefore integer not null default 0
  ) strict;
  create index if not exists visible on message (queue, visibleAt, sequence);
  create index if not exists sent on message (queue, sentAt);
  create index if not exists inGroup on message (queue, groupId) where groupId is not null;
  create unique index if not exists byReceipt on message (receipt) where receipt is not null;
  create table if not exists duplicate (
    queue text, id text, messageId text not null, sequence integer not null, until integer not null,
    primary key (queue, id)
  ) strict, without rowid;
  create table if not exists moveTask (
    handle text primary key, source text not null, startedAt integer not null, json text not null
  ) strict, without rowid;
`

export type Database = ReturnType<typeof openDatabase>

/**
 * All queues of one data folder. Every call is synchronous, so what one function does is one step for all others.
 * A commit outlives the process, though not a loss of power.
 */
export function openDatabase(folder: string) {
  mkdirSync(folder, { recursive: true })
  const connection = new DatabaseSync(join(folder, 'queues.sqlite'))
  connection.exec('pragma journal_mode = wal; pragma synchronous = normal;')
  connection.exec(SCHEMA)

  return {
    prepare: (sql: string) => connection.prepare(sql),
    /** All of `work`, or nothing of it. Not to be nested. */
    transaction<Result>(work: () => Result): Result {
      connection.exec('begin immediate')
      try {
        const result = work()
        connection.exec('commit')
        return result
      } catch (error) {
        connection.exec('rollback')
        throw error
      }
    },
    close: () => connection.close(),
  }
}
