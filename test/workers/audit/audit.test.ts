import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseEnv } from '../../../shared/platform/env.ts'
import { auditEnv } from '../../../workers/audit/environment.ts'
import { exitCodeOfRun } from '../../../workers/audit/exit-code.ts'
import { sampleReport } from '../../shared/audit/support/sample-report.ts'

const events = join(import.meta.dirname, '../../../events/audit')

/** As the template sets it. */
const ENV = {
  STACK_NAME: 'stevedore-local',
  CLUSTER: 'stevedore-local',
  LANDING_BUCKET: 'landing',
  RESULTS_BUCKET: 'results',
  LEDGER_TABLE: 'ledger',
  TABLE_PREFIX: 'stevedore-local-',
  DATASETS_FILE: 'datasets.json',
  DATASETS_HASH: 'hash',
  LOADS_QUEUE_URL: 'http://127.0.0.1:4566/000000000000/loads',
  LAUNCHES_QUEUE_URL: 'http://127.0.0.1:4566/000000000000/launches',
  DEAD_LETTER_QUEUE_URL: 'http://127.0.0.1:4566/000000000000/dead',
  LAUNCHES_DEAD_LETTER_QUEUE_URL: 'http://127.0.0.1:4566/000000000000/dead-launches',
  ROUTE_BYTES: '1048576',
  LOST_AFTER_SECONDS: '900',
  DEADLINE_SECONDS: '3000',
  STOP_TIMEOUT_SECONDS: '120',
}

describe('the exit code', () => {
  const { run, hour } = sampleReport()
  test.each([
    ['of a whole run is 0', sampleReport(), 0],
    [
      'of one that came to its deadline asks for another',
      sampleReport({ run: { ...run, isWhole: false } }),
      75,
    ],
    ['of one with a fault of our own says so', sampleReport({ hour: { ...hour, broken: 1 } }), 70],
  ])('%s', (_what, report, code) => {
    expect(exitCodeOfRun({ kind: 'done', report })).toBe(code)
  })

  test('of one that was stopped is that of work handed back', () => {
    expect(exitCodeOfRun({ kind: 'stopped' })).toBe(143)
  })
})

test('what is missing or malformed in the environment is named at once', () => {
  expect(parseEnv(ENV, auditEnv)).toMatchObject({ ROUTE_BYTES: 1_048_576, DEADLINE_SECONDS: 3000 })
  const { CLUSTER: _cluster, ...without } = ENV
  expect(() => parseEnv({ ...without, DEADLINE_SECONDS: '0' }, auditEnv)).toThrow(
    /CLUSTER.*DEADLINE_SECONDS|DEADLINE_SECONDS.*CLUSTER/,
  )
})

test.each(readdirSync(events))(
  'the event %s is the input of a schedule: overrides that the worker understands',
  (file) => {
    const { containerOverrides } = JSON.parse(readFileSync(join(events, file), 'utf8')) as {
      containerOverrides: { name: string; environment: { name: string; value: string }[] }[]
    }
    expect(containerOverrides.map(({ name }) => name)).toEqual(['audit'])
    const changes = containerOverrides.flatMap(({ environment }) =>
      environment.map(({ name, value }) => [name, value]),
    )
    expect(changes.every(([name = '']) => name in ENV)).toBe(true)
    parseEnv({ ...ENV, ...Object.fromEntries(changes) }, auditEnv)
  },
)
