import { expect, test } from 'vitest'
import { shownLine } from '../../../commands/logs/shown-line.ts'

function eventOf(message: string, logStreamName = 'load-queue/load-queue/3f2ab8c1') {
  return { eventId: '1', logStreamName, timestamp: Date.parse('2026-11-21T08:19:11.250Z'), message }
}

const entry = {
  time: '2026-11-21T08:19:11.250Z',
  level: 'warn',
  message: 'slow',
  act: 'load-queue',
  attempt: 2,
}

test('a line says which task, when, and what, without what only machines read', () => {
  const metrics = [{ Namespace: 'N', Dimensions: [['Stack']], Metrics: [{ Name: 'Rows' }] }]
  const line = JSON.stringify({ ...entry, Stack: 's', Rows: 3, _aws: { CloudWatchMetrics: metrics } })
  expect(shownLine(eventOf(line))).toBe('3f2a  08:19:11  warn: slow  attempt=2')
})

test('a line of Lambda itself is shown as it is, with its time', () => {
  expect(shownLine(eventOf('REPORT RequestId: 1\tDuration: 2 ms\n', '2026/11/21/[$LATEST]9c0d11'))).toBe(
    '9c0d  08:19:11  REPORT RequestId: 1  Duration: 2 ms',
  )
})

test('an error is shown with its whole message', () => {
  const message = `it is away: ${'because '.repeat(60)}try again`
  const line = JSON.stringify({ ...entry, error: { code: 'dependency.unavailable', message, stack: 's' } })
  expect(shownLine(eventOf(line))).toContain('try again')
})

test('a line of level debug is not shown', () => {
  expect(shownLine(eventOf(JSON.stringify({ ...entry, level: 'debug' })))).toBeUndefined()
})
