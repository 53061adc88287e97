import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { datasetsHash } from '../../../shared/dataset/datasets-hash.ts'
import { createLog } from '../../../shared/platform/log.ts'
import { drainSignal } from '../../../shared/worker/drain-signal.ts'
import { loadDatasets } from '../../../shared/worker/load-datasets.ts'
import { readTaskArn } from '../../../shared/worker/read-task-arn.ts'
import { things } from '../load/support/fakes.ts'
import { createTestClock } from '../load/support/test-clock.ts'

const folder = mkdtempSync(join(tmpdir(), 'datasets-'))
afterAll(() => rmSync(folder, { recursive: true }))

const log = createLog(
  'load-object',
  () => undefined,
  () => 0,
)

test('datasets are taken when their hash is the template’s', () => {
  const DATASETS_FILE = join(folder, 'datasets.json')
  writeFileSync(DATASETS_FILE, JSON.stringify([things]))
  expect(loadDatasets({ DATASETS_FILE, DATASETS_HASH: datasetsHash([things]) })).toEqual([things])
  expect(() => loadDatasets({ DATASETS_FILE, DATASETS_HASH: 'another' })).toThrow(
    expect.objectContaining({ code: 'config.invalid', message: expect.stringContaining('another') }),
  )
})

test('a file of datasets that cannot be read is a fault of the configuration, with its name', () => {
  expect(() => loadDatasets({ DATASETS_FILE: 'missing.json', DATASETS_HASH: 'x' })).toThrow(
    expect.objectContaining({ code: 'config.invalid', message: expect.stringContaining('missing.json') }),
  )
})

test('a task learns its ARN from ECS, and goes on without where that is not to be had', async () => {
  const server = createServer((request, response) => {
    response.end(request.url === '/v4/id/task' ? '{"TaskARN":"arn:task"}' : 'no')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  expect(await readTaskArn({ ECS_CONTAINER_METADATA_URI_V4: `${base}/v4/id` }, log)).toBe('arn:task')
  expect(await readTaskArn({ ECS_CONTAINER_METADATA_URI_V4: `${base}/other` }, log)).toBeUndefined()
  expect(await readTaskArn({}, log)).toBeUndefined()
  server.closeAllConnections()
  server.close()
})

test('work in hand has the stop timeout less the time that handing back takes', async () => {
  const clock = createTestClock()
  const stop = new AbortController()
  const drained = drainSignal(stop.signal, 120, clock)
  await clock.advance(1_000_000)
  stop.abort(new Error('SIGTERM'))
  await clock.advance(104_999)
  expect(drained.aborted).toBe(false)
  await clock.advance(1)
  expect(drained.aborted).toBe(true)
})

test('a short stop timeout leaves half of itself to work on', async () => {
  const clock = createTestClock()
  const stop = new AbortController()
  const drained = drainSignal(stop.signal, 10, clock)
  stop.abort(new Error('SIGTERM'))
  await clock.advance(4_999)
  expect(drained.aborted).toBe(false)
  await clock.advance(1)
  expect(drained.aborted).toBe(true)
})
