import type { Database } from './database.ts'

/** What is asked of the table `message`; each is prepared once. */
export function prepareMessages(database: Database) {
  return {
    insert: database.prepare(`insert into message
      (queue, id, body, md5, attributes, groupId, deduplicationId, sentAt, arrivedAt, visibleAt)
      values (:queue, :id, :body, :md5, :attributes, :groupId, :deduplicationId, :now, :now, :visibleAt)`),
    findDuplicate: database.prepare('select messageId, sequence from duplicate where queue = ? and id = ?'),
    addDuplicate: database.prepare('insert or replace into duplicate values (?, ?, ?, ?, ?)'),
    dropDuplicates: database.prepare('delete from duplicate where until <= ?'),
    expire: database.prepare('delete from message where queue = ? and sentAt < ?'),
    deadLetter:
      database.prepare(`update message set queue = :target, sourceArn = :sourceArn, arrivedAt = :now,
      receipt = null, receivesBefore = receives where sequence = :sequence`),
    inFlight: database.prepare(`select count(*) count from message
      where queue = ? and visibleAt > ? and receipt is not null`),
    visible: database.prepare(`select sequence, receives - receivesBefore tries from message
      where queue = :queue and visibleAt <= :now order by visibleAt, sequence limit :max`),
    visibleInGroups: database.prepare(`select sequence, receives - receivesBefore tries from message m
      where queue = :queue and visibleAt <= :now and not exists (
        select 1 from message f where f.queue = m.queue and f.groupId = m.groupId
        and f.receipt is not null and f.visibleAt > :now)
      order by sequence limit :max`),
    receive:
      database.prepare(`update message set receipt = :receipt, receivedAt = :now, visibleAt = :visibleAt,
      receives = receives + 1, firstReceivedAt = coalesce(firstReceivedAt, :now)
      where sequence = :sequence returning *`),
    remove: database.prepare('delete from message where queue = ? and receipt = ?'),
    find: database.prepare('select visibleAt, receivedAt from message where queue = ? and receipt = ?'),
    setVisibility: database.prepare('update message set visibleAt = ? where receipt = ?'),
    purge: database.prepare('delete from message where queue = ?'),
    counts: database.prepare(`select count(*) filter (where visibleAt <= :now) visible,
      count(*) filter (where visibleAt > :now and receipt is not null) inFlight,
      count(*) filter (where visibleAt > :now and receipt is null) delayed
      from message where queue = :queue`),
    oldest: database.prepare(`select arrivedAt from message
      where queue = ? and receives - receivesBefore < ? order by sentAt limit 1`),
    nextVisible: database.prepare('select min(visibleAt) at from message where queue = ? and visibleAt > ?'),
  }
}
