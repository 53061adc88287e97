import { afterAll, beforeAll, expect, test } from 'vitest'
import { auditEnd, latestReport, startAudit } from '../system/run-audit.ts'
import { startStack } from '../system/stack.ts'

// The hourly task, killed in the middle of its batch; AUDIT_FILES makes the batch larger.

const FILES = Number(process.env.AUDIT_FILES ?? 60)

let stack: Awaited<ReturnType<typeof startStack>>
beforeAll(async () => {
  stack = await startStack('local', { hourly: ['airports'] })
})
afterAll(() => stack?.close())

test('F80 killed in the middle of the hour, the next run waits for the dead one and goes on', async () => {
  const versions = new Map<string, string>()
  for (let index = 0; index < FILES; index++) {
    const key = `airports/${index}.csv`
    const iata = index.toString(36).toUpperCase().padStart(4, '0')
    const body = `iata,name,city,state,country,latitude,longitude\n${iata},name,c,IL,USA,1,2\n`
    versions.set(key, await stack.upload(key, body))
  }
  for (const [key, version] of versions) await stack.settled(key, version, 'queued')

  const kill = JSON.stringify([{ point: 'rows-written', nth: Math.ceil(FILES / 2), action: 'kill' }])
  expect(await auditEnd(stack, await startAudit(stack, { FAULT_PLAN: kill }))).toBe(137)
  const statuses = await Promise.all(
    [...versions].map(async ([key, version]) => (await stack.ledger(key, version))?.status?.S),
  )
  expect(statuses).toContain('loaded')
  expect(statuses).toContain('loading')
  expect(statuses).toContain('queued')

  expect(await auditEnd(stack, await startAudit(stack))).toBe(0)
  for (const [key, version] of versions) await stack.settled(key, version, 'loaded')
  expect(await stack.rows(stack.outputs.AirportsTableName)).toHaveLength(FILES)
  const { hour, datasets } = await latestReport(stack)
  expect(hour).toMatchObject({ later: 0, broken: 0 })
  expect(datasets).toMatchObject([{ files: { loaded: FILES }, rows: { written: FILES } }])
}, 300_000)
