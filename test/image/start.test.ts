import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb'
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest'
import { runtimeLabel } from '../../local/ecs/docker/runtime-name.ts'
import { clientOf, start } from '../system/run.ts'
import { root } from '../system/variants.ts'
import { docker, lines, removeImages } from './engine.ts'

// `npm start -- --tasks docker` as a person runs it: its main job, and what is left of it in the end.

describe.skipIf(inject('engineFault') !== '')('npm start with containers', () => {
  // Made by the hook: a test that is skipped leaves nothing behind.
  let data: string
  let label: string
  let run: ReturnType<typeof begin>
  const base = ['--param', `baseImage=${inject('baseImage')}`]

  const containers = () => lines(docker('ps', '--all', '--quiet', '--filter', `label=${label}`))

  function begin(...more: string[]) {
    return start(root, '--port', '0', '--data', data, '--tasks', 'docker', ...more)
  }

  beforeAll(async () => {
    data = mkdtempSync(join(tmpdir(), 'stevedore-containers-'))
    label = runtimeLabel(data)
    run = begin(...base)
    await run.said(/^ready http:\/\/127\.0\.0\.1:\d+$/m)
  })
  afterAll(async () => {
    run.kill('SIGKILL')
    await vi.waitFor(() => expect(containers()).toEqual([]), { timeout: 30_000 })
    removeImages(label)
    rmSync(data, { recursive: true, force: true })
  })

  test('loads the samples, the large one by a task of its own', async () => {
    const dynamodb = new DynamoDBClient(clientOf(run.output()))
    const { Count } = await dynamodb.send(
      new ScanCommand({ TableName: 'stevedore-local-airports', Select: 'COUNT' }),
    )
    expect(Count).toBe(3376)
    expect(readdirSync(join(data, 'logs/ecs/stevedore-local')).sort()).toEqual(['load-object', 'load-queue'])
    dynamodb.destroy()
  })

  test('has the lines of a container in the log file of its task', () => {
    const folder = join(data, 'logs/ecs/stevedore-local/load-object/load-object')
    const [file = ''] = readdirSync(folder)
    const entries = lines(readFileSync(join(folder, file), 'utf8')).map((line) => JSON.parse(line))
    expect(entries).toContainEqual(expect.objectContaining({ message: 'The load begins' }))
  })

  test('leaves no container behind after Ctrl-C', async () => {
    expect(containers()).not.toEqual([])
    run.kill('SIGINT')
    expect(await run.ended, run.output()).toBe(0)
    expect(containers()).toEqual([])
  })

  test('leaves no container behind when it is killed', async () => {
    run = begin('--no-samples', ...base)
    await run.said(/^ready /m)
    await vi.waitFor(() => expect(containers()).not.toEqual([]), { timeout: 30_000 })
    run.kill('SIGKILL')
    await run.ended
    await vi.waitFor(() => expect(containers()).toEqual([]), { timeout: 30_000, interval: 200 })
  })

  test('removes what an earlier one left, and says why an image cannot be built', async () => {
    const left = docker('create', '--label', label, inject('baseImage'), 'node', '--version')
    // Nothing listens at that port: no registry is asked for it.
    run = begin('--param', 'baseImage=127.0.0.1:1/no-such-base:1')
    expect(await run.ended).toBe(1)
    expect(run.output()).toMatch(/image cannot be built: .*127\.0\.0\.1:1.* --param baseImage=/)
    expect(run.output()).not.toMatch(/\n\s+at /)
    expect(docker('ps', '--all', '--quiet', '--no-trunc')).not.toContain(left)
  })
})
