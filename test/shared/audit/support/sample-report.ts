import type { AuditReport } from '../../../../shared/audit/audit-report.ts'

const none = { loaded: 0, rejected: 0, failed: 0, superseded: 0, gone: 0, ignored: 0 }

/** An hour in which a little of everything happened. */
export function sampleReport(changes: Partial<AuditReport> = {}): AuditReport {
  const object = (key: string) => `s3://stevedore-prod-landing/${key}`
  return {
    run: {
      id: '0b6f0c1d2e3f40516273849566778899',
      stack: 'stevedore-prod',
      taskArn: 'arn:aws:ecs:eu-west-1:123456789012:task/stevedore-prod/0b6f0c1d2e3f40516273849566778899',
      startedAt: '2026-11-21T14:00:21.000Z',
      endedAt: '2026-11-21T14:01:33.250Z',
      isWhole: true,
    },
    period: { from: '2026-11-21T13:01:30.000Z', to: '2026-11-21T14:01:33.250Z' },
    bucket: {
      listed: 1_204_233,
      compared: 48_110,
      unknown: 3,
      isWhole: true,
      since: '2026-11-19T13:00:20.000Z',
    },
    hour: { settled: 500, later: 2, broken: 0 },
    queues: { loads: { isEmpty: true }, launches: { isEmpty: false, waitingSince: 1_795_269_600_000 } },
    repairs: {
      total: 5,
      byReason: { 'event-missed': 3, 'lease-ran-out': 1, 'task-hung': 1 },
      named: [
        {
          object: object('airports/<b>1.csv'),
          version: 'v1',
          reason: 'event-missed',
          act: 'sent',
          dataset: 'airports',
        },
        { object: object('airports/2.csv'), version: 'v2', reason: 'event-missed', act: 'sent' },
        { object: object('meters/2026/3.csv.gz'), version: 'v3', reason: 'event-missed', act: 'queued' },
        { object: object('orders/large.ndjson'), version: 'v4', reason: 'lease-ran-out', act: 'sent' },
        { object: object('orders/large.ndjson'), version: 'v4', reason: 'task-hung', act: 'task stopped' },
      ],
    },
    datasets: [
      {
        name: 'airports',
        files: { ...none, loaded: 312, rejected: 4, superseded: 10 },
        rows: { read: 1_053_000, written: 1_052_400, rejected: 600, duplicate: 0 },
        bytes: 65_633_880,
        uploadToLoaded: { p50: 1_840, p95: 9_300, max: 41_000, bars: [70, 150, 80, 10, 2, 0, 0, 0, 0, 0, 0] },
      },
      {
        name: 'meters-of-the-northern-region',
        files: { ...none, loaded: 500, failed: 1 },
        rows: { read: 500_000, written: 500_000, rejected: 0, duplicate: 0 },
        bytes: 8_400_000,
        uploadToLoaded: {
          ...{ p50: 1_815_000, p95: 3_400_000, max: 3_600_500 },
          bars: [0, 0, 0, 0, 0, 20, 60, 160, 255, 5, 0],
        },
      },
      {
        name: 'orders',
        files: { ...none, loaded: 2, gone: 1 },
        rows: { read: 48_000_000, written: 47_999_998, rejected: 0, duplicate: 2 },
        bytes: 12_884_901_888,
        uploadToLoaded: { p50: 410_000, p95: 980_000, max: 980_000, bars: [0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0] },
      },
    ],
    timeline: [12, 20, 3, 0, 44, 61, 18, 9, 7, 11, 30, 22, 14, 9, 0, 0, 3, 8, 12, 18, 4, 2, 20, 503],
    problems: {
      rejected: 4,
      failed: 1,
      failedBefore: 0,
      named: [
        {
          ...{ object: object('meters/november "2".csv'), version: 'Zk3x.7Yw', status: 'failed' },
          ...{ since: '2026-11-21T13:40:02.000Z', dataset: 'meters', code: 'object.access-denied' },
          message:
            's3://stevedore-prod-landing/meters/november "2".csv cannot be read: AccessDenied. The task\'s role needs kms:Decrypt; then redrive its message',
        },
        {
          ...{ object: object('airports/wrong.csv'), version: 'aB4', status: 'rejected' },
          ...{ since: '2026-11-21T13:22:00.000Z', dataset: 'airports', code: 'file.header' },
          message: 'The header has no column <script>alert(1)</script>',
        },
      ],
    },
    ...changes,
  }
}
