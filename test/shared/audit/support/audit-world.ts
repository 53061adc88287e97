import type { AuditLedger, AuditState } from '../../../../shared/audit/audit-ledger.ts'
import type { AuditReport, Reports } from '../../../../shared/audit/audit-report.ts'
import { createEnterLoad } from '../../../../shared/audit/enter-load.ts'
import { createLoadHourly } from '../../../../shared/audit/load-hourly.ts'
import type { QueueSight } from '../../../../shared/audit/next-repair.ts'
import { createRepairLoad } from '../../../../shared/audit/repair-load.ts'
import { createRepairLog, type RepairRecord } from '../../../../shared/audit/repair-log.ts'
import type { Route } from '../../../../shared/audit/routes.ts'
import { createRunAudit } from '../../../../shared/audit/run-audit.ts'
import { createTakeRun } from '../../../../shared/audit/take-run.ts'
import { createWalkBucket } from '../../../../shared/audit/walk-bucket.ts'
import { createWalkOpenLoads } from '../../../../shared/audit/walk-open-loads.ts'
import type { Dataset } from '../../../../shared/dataset/dataset.ts'
import type { DeadLetter } from '../../../../shared/load/dead-letter.ts'
import { loadId } from '../../../../shared/load/end-load.ts'
import { createHoldLease } from '../../../../shared/load/hold-lease.ts'
import type { LoadItem } from '../../../../shared/load/ledger.ts'
import type { LoadObject } from '../../../../shared/load/load-object.ts'
import type { ObjectVersion } from '../../../../shared/load/object-version.ts'
import type { LoadMessage } from '../../../../shared/message/load-message.ts'
import { createLog } from '../../../../shared/platform/log.ts'
import { things } from '../../load/support/fakes.ts'
import { createMemoryLedger } from '../../load/support/memory-ledger.ts'
import { createTestClock } from '../../load/support/test-clock.ts'

/** Small, so that a few objects are several pages. */
const PAGE = 3

const hours: Dataset = { ...things, name: 'hours', match: 'hours/**/*.csv', when: 'hourly' }

/** A bucket, a ledger and two queues in memory, with all of the audit over them. What it leaves outlives a run. */
export function createAuditWorld() {
  const memory = createMemoryLedger()
  const clock = createTestClock()
  const bucket: ObjectVersion[] = []
  const sent: { route: Route['name']; message: Omit<LoadMessage, 'kind'> }[] = []
  const letters: DeadLetter[] = []
  const stoppedTasks: string[] = []
  const pagesRead: string[] = []
  const stored: AuditReport[] = []
  const parts = new Map<string, readonly RepairRecord[]>()
  const sights: Record<Route['name'], QueueSight> = { loads: { isEmpty: true }, launches: { isEmpty: true } }
  const lines: string[] = []
  const log = createLog('audit', (line) => lines.push(line), clock.now)
  const pace = { pageMs: 0 }
  let race = () => {}
  let kept: AuditState | undefined
  let loads = async (object: ObjectVersion): ReturnType<LoadObject> => settle(object)

  const ledger: AuditLedger & typeof memory = {
    ...memory,
    known: async (ids) => ids.filter((id) => memory.items().some((item) => isSame(item, id))),
    async *withStatus(status, period) {
      const found = memory.items().filter((item) => {
        const isIn = !period || (item.statusAt >= period.from && item.statusAt <= period.to)
        return item.status === status && isIn
      })
      for (let start = 0; start < found.length; start += PAGE) yield found.slice(start, start + PAGE)
    },
  }
  const route = (name: Route['name']): Route => ({
    name,
    send: async (message) => void sent.push({ route: name, message }),
    sight: async () => sights[name],
    deadLetters: { send: async (letter) => void letters.push(letter) },
  })
  const reports: Reports = {
    store: async (report) => {
      stored.push(report)
      return 'page'
    },
    putRepairs: async (runId, part, records) => void parts.set(`${runId}/${part}`, records),
    readRepairs: async (runId, part) => parts.get(`${runId}/${part}`),
  }

  /** What a worker would do with an object version that nothing is wrong with. */
  async function settle(object: ObjectVersion): ReturnType<LoadObject> {
    const id = loadId(object)
    const item = await memory.read(id)
    const time = new Date(clock.now()).toISOString()
    memory.put({ ...(item ?? load(object)), status: 'loaded', statusAt: time, settledAt: time, rowsRead: 1 })
    return { kind: 'settled', status: 'loaded' }
  }

  return {
    ...{ memory, clock, bucket, sent, letters, stoppedTasks, pagesRead, stored, sights, lines, settle, pace },
    state: () => kept,
    partSizes: () => [...parts.values()].map((records) => records.length),
    /** What the bucket removes after a while. */
    forgetParts: () => parts.clear(),
    /** What another does between the audit's look at a load and its write. */
    repairRace: (next: () => void) => {
      race = next
    },
    onLoad: (next: typeof loads) => {
      loads = next
    },

    /** Uploads an object version so many minutes ago. */
    upload(key: string, minutesAgo = 60, changes: Partial<ObjectVersion> = {}): ObjectVersion {
      const uploadedAt = new Date(clock.now() - minutesAgo * 60_000).toISOString()
      const object = { bucket: 'landing', key, versionId: 'v1', sizeBytes: 10, uploadedAt, ...changes }
      bucket.push(object)
      bucket.sort((one, other) => (one.key < other.key ? -1 : 1))
      return object
    },

    /** One run, with a process of its own: nothing in memory is left of the one before it. */
    async run(runId = 'run', options: { stopping?: AbortSignal; deadlineMs?: number } = {}) {
      const repairs = createRepairLog()
      const shared = {
        ...{ ledger, leases: memory.leases, repairs, clock, log, datasets: [things, hours] },
        routes: { loads: route('loads'), launches: route('launches'), routeBytes: 1000 },
        ...{ landingBucket: 'landing', lostAfterMs: 900_000, taskArn: 'arn:audit' },
      }
      const stopping = options.stopping ?? new AbortController().signal
      const takeRun = createTakeRun({ ...shared, holdLease: createHoldLease(shared) })
      const lease = await takeRun(runId, stopping)
      if (lease === 'busy') return 'busy'
      const runAudit = createRunAudit({
        ...shared,
        reports,
        states: {
          read: async () => kept,
          write: async (state) => {
            kept = structuredClone(state)
          },
        },
        walkBucket: createWalkBucket({
          ...shared,
          enterLoad: createEnterLoad(shared),
          listing: {
            page: async (prefix, after) => {
              if (pace.pageMs > 0) await clock.sleep(pace.pageMs)
              pagesRead.push(`${prefix} ${after?.key ?? ''}`)
              const rest = bucket.filter(({ key }) => key.startsWith(prefix) && (!after || key > after.key))
              const last = rest[PAGE - 1]
              const next =
                last && rest.length > PAGE ? { next: { key: last.key, version: last.versionId } } : {}
              return { versions: rest.slice(0, PAGE), ...next }
            },
          },
        }),
        walkOpenLoads: createWalkOpenLoads({
          ...shared,
          versions: { exists: async (object) => bucket.some((one) => isSame(loadId(one), loadId(object))) },
          tasks: {
            stop: async (taskArn) => {
              stoppedTasks.push(taskArn)
              return 'stopped'
            },
          },
          repairLoad: createRepairLoad({
            ...shared,
            launches: {
              raise: async (item, launch) => {
                race()
                const now = await memory.read(item)
                if (now?.launch?.number !== item.launch?.number) return 'refused'
                memory.put({ ...item, launch: { ...item.launch, ...launch } })
                return 'done'
              },
            },
          }),
        }),
        loadHourly: createLoadHourly({
          ...shared,
          loadObject: async (object, options) => {
            if (!options?.hourHasCome) throw new Error(`The hour of ${object.key} has not come`)
            return loads(object)
          },
        }),
      })
      try {
        const { deadlineMs = 3_000_000 } = options
        return await runAudit({ lease, runId, stack: 'stack', taskArn: 'arn:audit', deadlineMs, stopping })
      } finally {
        await lease.release()
      }
    },
  }
}

/** An item of the ledger for an object version, as its event would have left it. */
export function load(object: ObjectVersion, changes: Partial<LoadItem> = {}): LoadItem {
  return {
    ...loadId(object),
    ...{ status: 'queued', statusAt: '2026-01-01T00:00:00.000Z', attempt: 0, fruitless: 0, size: 10 },
    ...(object.uploadedAt === undefined ? {} : { uploadedAt: object.uploadedAt }),
    ...changes,
  }
}

function isSame(
  one: { object: string; version: string },
  other: { object: string; version: string },
): boolean {
  return one.object === other.object && one.version === other.version
}
