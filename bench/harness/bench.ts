import type { DatasetName } from '../input/datasets.ts'
import type { RunReport } from '../null-server/protocol.ts'
import type { InputFile, Inputs } from './inputs.ts'
import { LANDING_BUCKET, LEDGER_TABLE, type Programs, type Who } from './programs.ts'
import { type Program, runProcess, type Usage } from './run-process.ts'
import type { NullServer } from './start-null-server.ts'

/** A request's most: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html and API_BatchGetItem of DynamoDB. */
const LISTED_MAX = 1_000
const LOOKED_UP_MAX = 100

export interface Sample {
  readonly who: Who
  readonly rows: number
  readonly inputBytes: number
  readonly cpuSeconds: number
  readonly wallSeconds: number
  readonly peakBytes: number
  /** Of one core, in the run's own time. */
  readonly serverShare: number
  readonly rowRequests: number
  readonly ledgerRequests: number
  /** GetObject. */
  readonly gets: number
  /** Of all services, by names such as `S3 GetObject`. */
  readonly requests: Readonly<Record<string, number>>
  readonly itemBytes: number
  readonly checksum: number
}

interface LoadRun {
  readonly who: Who
  readonly dataset: DatasetName
  /** Several go through the queue, one is a task of its own. */
  readonly files: readonly InputFile[]
  /** Messages that the naive loop works at once. */
  readonly atOnce?: number
  /** Compares each item that arrives with its row. Not for a run that is timed. */
  readonly verified?: boolean
}

interface AuditSample extends Pick<Usage, 'cpuSeconds' | 'wallSeconds' | 'peakBytes'> {
  readonly versions: number
  readonly serverShare: number
  readonly requests: Sample['requests']
}

export interface Bench {
  readonly inputs: Inputs
  /** Packaged application. */
  readonly packaged: string
  /** Removed at the end. */
  readonly temp: string
  readonly endpoint: string
  readonly server: NullServer
  readonly full: boolean
  readonly rows: number
  load(run: LoadRun): Promise<Sample>
  /** A run of the audit, with so many object versions under the prefix of each dataset, all of them in the ledger. */
  audit(versions: Readonly<Partial<Record<DatasetName, number>>>): Promise<AuditSample>
  tell(text: string): void
}

export function createBench(
  deps: Omit<Bench, 'load' | 'audit' | 'endpoint'> & { readonly programs: Programs },
): Bench {
  const { server, programs } = deps
  return {
    ...deps,
    endpoint: server.endpoint,
    load: (run) => load(run, server, programs),
    audit: (versions) => audit(versions, server, programs),
  }
}

async function load(run: LoadRun, server: NullServer, programs: Programs): Promise<Sample> {
  const { who, dataset, files, verified, atOnce } = run
  const keys = files.map(({ name }) => `${dataset}/${name}`)
  const rows = sum(files.map((file) => file.rows))
  const badRows = sum(files.map((file) => file.badRows))
  const [first] = files
  if (!first) throw new RangeError('Nothing is to be loaded')
  const alone = files.length === 1
  await server.begin({
    objects: Object.fromEntries(files.map(({ file }, place) => [keys[place], file])),
    messages: alone ? [] : files.map(({ bytes }, place) => objectCreated(keys[place] as string, bytes)),
    ledgerTable: LEDGER_TABLE,
    ...(verified ? { expected: { ...first.expected, rows } } : {}),
  })
  const usage = alone
    ? await runProcess(programs.loadObject(who, { dataset, key: keys[0] as string, size: first.bytes }))
    : await runUntilEmpty(programs.loadQueue(who, dataset, atOnce), server)
  const report = await server.report()
  refuseWrong(run, report, { items: rows - badRows, rejects: badRows })
  return {
    who,
    rows,
    inputBytes: sum(files.map((file) => file.bytes)),
    cpuSeconds: usage.cpuSeconds,
    wallSeconds: usage.wallSeconds,
    peakBytes: usage.peakBytes,
    serverShare: report.cpuSeconds / report.wallSeconds,
    rowRequests: report.rowRequests,
    ledgerRequests: report.ledgerRequests,
    gets: report.gets,
    requests: report.requests,
    itemBytes: report.arrived.bytes,
    checksum: report.arrived.checksum,
  }
}

async function audit(
  counts: Readonly<Partial<Record<DatasetName, number>>>,
  server: NullServer,
  programs: Programs,
): Promise<AuditSample> {
  const names = Object.keys(counts) as DatasetName[]
  const versions = Object.fromEntries(names.map((name) => [`${name}/`, counts[name] ?? 0]))
  await server.begin({ objects: {}, messages: [], versions, ledgerTable: LEDGER_TABLE })
  const { output, ...usage } = await runProcess(programs.audit(names))
  const { requests, cpuSeconds, wallSeconds, faults } = await server.report()
  const total = sum(Object.values(versions))
  // Fewer of either, and it has not compared all of them.
  const lists = names.reduce((all, name) => all + Math.ceil((counts[name] ?? 0) / LISTED_MAX), 0)
  const expected = {
    'S3 ListObjectVersions': lists,
    'DynamoDB BatchGetItem': Math.ceil(total / LOOKED_UP_MAX),
  }
  for (const [name, times] of Object.entries(expected))
    if (requests[name] !== times)
      throw new Error(`${requests[name]} requests ${name}, not ${times}: ${output}`)
  if (faults.length > 0) throw new Error(faults.join('; '))
  return { ...usage, versions: total, serverShare: cpuSeconds / wallSeconds, requests }
}

async function runUntilEmpty(program: Program, server: NullServer) {
  const over = new AbortController()
  return runProcess(program, (child) => {
    server.queueEmpty().then(() => child.kill('SIGTERM'), over.abort)
  })
}

/** A loader that drops a row, writes one twice or lets a bad one through is not fast. */
function refuseWrong(run: LoadRun, report: RunReport, must: { items: number; rejects: number }): void {
  const faults = [...report.faults]
  const { arrived, rejectLines } = report
  if (arrived.items !== must.items) faults.push(`${arrived.items} items arrived, of ${must.items}`)
  if (run.dataset === 'insert' && report.rowRequests !== arrived.items)
    faults.push(`${arrived.items} items came in ${report.rowRequests} requests: they were not conditional`)
  if (rejectLines !== must.rejects) faults.push(`${rejectLines} rejects were kept, of ${must.rejects}`)
  if (faults.length === 0) return
  throw new Error(`${run.who}, ${run.files[0]?.name}: what arrived is wrong:\n  ${faults.join('\n  ')}`)
}

/** The event of S3, as the rule hands it to the queue. */
function objectCreated(key: string, size: number): string {
  return JSON.stringify({
    version: '0',
    id: '6f0c1d52-8a0e-4c7b-9d54-0a4f2f7f3b11',
    'detail-type': 'Object Created',
    source: 'aws.s3',
    account: '000000000000',
    time: '2026-01-01T00:00:00Z',
    region: 'us-east-1',
    resources: [`arn:aws:s3:::${LANDING_BUCKET}`],
    detail: {
      version: '0',
      bucket: { name: LANDING_BUCKET },
      object: { key, size, etag: '0', 'version-id': 'v1', sequencer: '01' },
      reason: 'PutObject',
    },
  })
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
