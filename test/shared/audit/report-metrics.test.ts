import { expect, test } from 'vitest'
import { reportMetrics } from '../../../shared/audit/report-metrics.ts'
import { sampleReport } from './support/sample-report.ts'

test('the fields are one object of the embedded metric format: each metric and dimension it names stands beside it', () => {
  const fields = reportMetrics(sampleReport())
  const { Timestamp, CloudWatchMetrics } = fields._aws as {
    Timestamp: number
    CloudWatchMetrics: {
      Namespace: string
      Dimensions: string[][]
      Metrics: { Name: string; Unit: string }[]
    }[]
  }
  expect(Timestamp).toBe(Date.parse('2026-11-21T14:01:33.250Z'))
  const [directive] = CloudWatchMetrics
  expect(directive).toMatchObject({ Namespace: 'Stevedore', Dimensions: [['Stack']] })
  expect(fields.Stack).toBe('stevedore-prod')
  for (const { Name, Unit } of directive?.Metrics ?? []) {
    expect(fields[Name], Name).toEqual(expect.any(Number))
    expect(['Count', 'Bytes', 'Seconds']).toContain(Unit)
  }
  expect(fields).toMatchObject({
    ...{ FilesLoaded: 814, FilesRejected: 4, FilesFailed: 1, RowsWritten: 49_552_398, RowsRejected: 600 },
    ...{ Repairs: 5, EventsMissed: 3, LoadsLater: 2, VersionsListed: 1_204_233, AuditSeconds: 72.25 },
  })
})

test('a load that the audit gives up is counted with those that others ended', () => {
  const report = sampleReport()
  expect(reportMetrics(report)).not.toHaveProperty('LoadsFailed')
  const repairs = { ...report.repairs, byReason: { 'attempts-exhausted': 2 } }
  expect(reportMetrics({ ...report, repairs })).toMatchObject({ LoadsFailed: 2 })
})
