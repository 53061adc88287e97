import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type ContainerDefinition,
  DescribeTasksCommand,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  StopTaskCommand,
} from '@aws-sdk/client-ecs'
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest'
import { runtimeLabel } from '../../local/ecs/docker/runtime-name.ts'
import { mailsWith } from '../system/mails.ts'
import { counts, startStack } from '../system/stack.ts'
import { root } from '../system/variants.ts'
import { docker, lines, removeImages } from './engine.ts'
import { PACKAGED } from './packaged.ts'

// The stack as packaged, its tasks containers of the image as built. What each test runs is one task of its own.

// Over routeBytes, so that the file gets a task of its own, which takes seconds at a quarter of a core.
const ROWS = 99_000
const ECHO_RIGHTS = `
  const { readFileSync, writeFileSync } = require('node:fs')
  const write = (file) => { try { writeFileSync(file, 'x'); return 'written' } catch (error) { return error.code } }
  console.log(JSON.stringify({
    user: process.getuid() + ':' + process.getgid(),
    files: ['/app/x', '/tmp/x', '/x'].map(write),
    capabilities: /CapEff:\\s*(\\w+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1],
    parent: process.ppid,
    node: process.version,
    folder: process.cwd(),
  }))`
const FILL_THE_MEMORY = 'const all = []; for (;;) all.push(Buffer.alloc(1e7, all.length))'
const HEEDS_NO_SIGNAL = "process.on('SIGTERM', () => console.log('not yet')); setInterval(() => {}, 1000)"

describe.skipIf(inject('engineFault') !== '')('a task as a container', () => {
  let stack: Awaited<ReturnType<typeof startStack>>
  beforeAll(async () => {
    const dockerfile = join(root, 'workers', 'Dockerfile')
    stack = await startStack('local', { containers: { packaged: PACKAGED, dockerfile } })
  })
  afterAll(async () => {
    const label = runtimeLabel(stack.dataFolder)
    await stack.close()
    removeImages(label)
  })

  async function run(
    taskDefinition: string,
    command?: string[],
    variables: Readonly<Record<string, string | undefined>> = {},
  ): Promise<string> {
    const environment = Object.entries(variables).map(([name, value]) => ({ name, value }))

    const { tasks } = await stack.ecs.send(
      new RunTaskCommand({
        cluster: stack.outputs.ClusterName,
        taskDefinition,
        networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-a'] } },
        ...(command
          ? { overrides: { containerOverrides: [{ name: 'load-object', command, environment }] } }
          : {}),
      }),
    )
    return tasks?.[0]?.taskArn ?? ''
  }

  async function stopped(taskArn: string) {
    return vi.waitFor(
      async () => {
        const { tasks } = await stack.ecs.send(
          new DescribeTasksCommand({ cluster: stack.outputs.ClusterName, tasks: [taskArn] }),
        )
        expect(tasks?.[0]?.lastStatus).toBe('STOPPED')
        return tasks?.[0]
      },
      { timeout: 120_000, interval: 100 },
    )
  }

  function logOf(taskArn: string): string {
    const id = taskArn.split('/').at(-1)
    const file = join(stack.dataFolder, `logs/ecs/stevedore-local/load-object/load-object/${id}.log`)
    return readFileSync(file, 'utf8')
  }

  /** A task definition like that of load-object, changed. */
  async function define(family: string, change: Partial<ContainerDefinition>): Promise<string> {
    await stack.ecs.send(
      new RegisterTaskDefinitionCommand({
        family,
        cpu: '256',
        memory: '512',
        networkMode: 'awsvpc',
        requiresCompatibilities: ['FARGATE'],
        containerDefinitions: [{ name: 'load-object', image: 'stevedore-workers:packaged', ...change }],
      }),
    )
    return family
  }

  test('has the limits and the rights of its task definition, and no more', async () => {
    const service = await vi.waitFor(
      () => {
        const ids = lines(docker('ps', '--quiet', '--filter', 'name=-load-queue'))
        expect(ids).not.toEqual([])
        return ids
      },
      { timeout: 60_000, interval: 200 },
    )
    const [{ HostConfig, Config }] = JSON.parse(docker('inspect', service[0] ?? ''))
    expect(HostConfig).toMatchObject({
      Memory: 512 * 1024 * 1024,
      MemorySwap: 512 * 1024 * 1024,
      NanoCpus: 250_000_000,
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
      Init: true,
      Privileged: false,
    })
    expect(Config).toMatchObject({ User: '1000:1000', StopTimeout: 120, WorkingDir: '/app' })
  })

  test('is a user without rights on a file system that nobody can write to', async () => {
    const taskArn = await run('stevedore-local-load-object', ['node', '-e', ECHO_RIGHTS])
    const task = await stopped(taskArn)
    expect(task?.containers?.[0]?.exitCode, logOf(taskArn)).toBe(0)
    expect(JSON.parse(logOf(taskArn))).toEqual({
      user: '1000:1000',
      files: ['EROFS', 'EROFS', 'EROFS'],
      capabilities: '0000000000000000',
      parent: 1,
      node: expect.stringMatching(/^v24\./),
      folder: '/app',
    })
  })

  test('F38 that takes more memory than it has ends with 137; one mail says so, and the next one is larger', async () => {
    const key = 'airports/heavy.csv'
    const taskArn = await run('stevedore-local-load-object', ['node', '-e', FILL_THE_MEMORY], {
      OBJECT_BUCKET: stack.outputs.LandingBucketName,
      OBJECT_KEY: key,
      OBJECT_VERSION_ID: 'never-uploaded',
      LAUNCH_NUMBER: '1',
    })
    const task = await stopped(taskArn)
    expect(task).toMatchObject({ stopCode: 'EssentialContainerExited' })
    expect(task?.containers?.[0]).toMatchObject({
      exitCode: 137,
      reason: 'OutOfMemoryError: Container killed due to memory usage',
    })
    const item = await stack.settled(key, 'never-uploaded', 'gone')
    expect(item.launch?.M).toMatchObject({ number: { N: '2' }, size: { S: 'larger' } })
    const mails = await vi.waitFor(
      () => {
        const found = mailsWith(stack, `/${key}\r\n`)
        expect(found).toHaveLength(1)
        return found
      },
      { timeout: 30_000 },
    )
    expect(mails[0]).toContain(`Task out of memory: ${key} goes on by itself`)
  })

  test('that heeds no SIGTERM is killed after its stop timeout', async () => {
    const family = await define('stubborn', { command: ['node', '-e', HEEDS_NO_SIGNAL], stopTimeout: 2 })
    const taskArn = await run(family)
    await vi.waitFor(() =>
      expect(docker('ps', '--filter', `label=stevedore.task=${taskArn}`)).toContain('Up'),
    )
    const began = Date.now()
    await stack.ecs.send(new StopTaskCommand({ cluster: stack.outputs.ClusterName, task: taskArn }))
    const task = await stopped(taskArn)
    expect(Date.now() - began).toBeGreaterThanOrEqual(1900)
    expect(task?.containers?.[0]).toMatchObject({ exitCode: 137 })
    expect(task?.containers?.[0]?.reason).toBeUndefined()
  })

  test('whose command is not there fails to start', async () => {
    const task = await stopped(await run(await define('lost', { command: ['no-such-program'] })))
    expect(task?.stopCode).toBe('TaskFailedToStart')
    expect(task?.stoppedReason).toMatch(/^CannotStartContainerError: .*no-such-program/)
    expect(task?.containers?.[0]?.exitCode).toBeUndefined()
  })

  test('F18 that is stopped in the middle of a file hands it back, and the next one ends it', async () => {
    const key = 'zipcodes/handed-back.csv'
    const rows = Array.from(
      { length: ROWS },
      (_, index) => `${String(index).padStart(5, '0')},1,2,c,IL,county`,
    )
    const version = await stack.upload(
      key,
      `zip_code,latitude,longitude,city,state,county\n${rows.join('\n')}\n`,
    )
    const loading = await stack.settled(key, version, 'loading')
    const taskArn = loading.taskArn?.S ?? ''
    await stack.ecs.send(new StopTaskCommand({ cluster: stack.outputs.ClusterName, task: taskArn }))
    expect((await stopped(taskArn))?.containers?.[0]).toMatchObject({ exitCode: 143 })
    const item = await stack.settled(key, version, 'loaded')
    expect(counts(item)).toMatchObject({ read: ROWS, rejected: 0 })
    expect(item.attempt?.N).toBe('2')
  })

  test('is gone when it has ended', async () => {
    const taskArn = await run('stevedore-local-load-object', ['node', '-e', ''])
    await stopped(taskArn)
    expect(docker('ps', '--all', '--quiet', '--filter', `label=stevedore.task=${taskArn}`)).toBe('')
  })
})
