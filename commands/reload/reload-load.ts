import type { Ledger, LoadItem } from '../../shared/load/ledger.ts'
import type { LoadStatus } from '../../shared/load/outcome.ts'
import { reopen } from '../../shared/load/reopen.ts'
import { formatLoadMessage } from '../../shared/message/load-message.ts'
import type { Clock } from '../../shared/platform/clock.ts'
import type { ObjectAddress } from '../stack/object-address.ts'

/** `queued` as well: where this ended between its write and its message, it is run again. */
const FROM: readonly LoadStatus[] = ['failed', 'rejected', 'ignored', 'queued']

export type QueueName = 'loads' | 'launches'

export interface ReloadDeps {
  readonly ledger: Pick<Ledger, 'change' | 'read'>
  /** Resolves once the message is durable. */
  send(queue: QueueName, body: string): Promise<void>
  /** Objects over so many bytes get a task of their own. */
  routeBytes(): number
  readonly clock: Pick<Clock, 'now'>
}

export type Reload =
  | { readonly kind: 'sent'; readonly item: LoadItem; readonly queue: QueueName }
  /** The load is at work, or at an end from which nothing is loaded again. */
  | { readonly kind: 'refused'; readonly item: LoadItem }

/** Opens a load again in one write, then sends the message for it. Called again it does the same. */
export async function reloadLoad(deps: ReloadDeps, address: ObjectAddress, item: LoadItem): Promise<Reload> {
  const { ledger, send, clock } = deps
  if (!FROM.includes(item.status)) return { kind: 'refused', item }
  const done = await reopen(ledger, item, clock.now(), FROM)
  const opened = (await ledger.read(item)) ?? item
  // A refused write that the item shows has happened: its reply was lost, or another person was first.
  const isOpen = opened.status === 'queued' && opened.attempt === item.attempt + 1
  if (done === 'refused' && !isOpen) return { kind: 'refused', item: opened }

  const queue = chooseQueue(opened, deps)
  await send(queue, messageOf(opened, address))
  return { kind: 'sent', item: opened, queue }
}

/** The way it went before, which `launch-load` marks with a capacity; a load without that mark goes by its size. */
function chooseQueue({ launch, size }: LoadItem, { routeBytes }: ReloadDeps): QueueName {
  if (launch?.capacity !== undefined) return 'launches'
  return size !== undefined && size > routeBytes() ? 'launches' : 'loads'
}

function messageOf(item: LoadItem, { bucket, key }: ObjectAddress): string {
  const { version, sequencer, size, etag, uploadedAt, launch } = item
  return formatLoadMessage({
    object: {
      bucket,
      key,
      versionId: version,
      ...(sequencer === undefined ? {} : { sequencer }),
      ...(size === undefined ? {} : { sizeBytes: size }),
      ...(etag === undefined ? {} : { etag }),
      ...(uploadedAt === undefined ? {} : { uploadedAt }),
    },
    ...(launch === undefined ? {} : { launch: launch.number }),
    reason: 'reloaded by a person',
  })
}
