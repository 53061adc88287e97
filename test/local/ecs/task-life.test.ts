import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DescribeTasksCommand, RunTaskCommand, StopTaskCommand } from '@aws-sdk/client-ecs'
import { describe, expect, test } from 'vitest'
import { isAlive, NETWORK, setup, until, WAITS } from './setup.ts'

type Ground = Awaited<ReturnType<typeof setup>>

async function run(ground: Ground, taskDefinition: string, more: object = {}): Promise<string> {
  const { tasks } = await ground.client.send(
    new RunTaskCommand({ cluster: 'stage', taskDefinition, networkConfiguration: NETWORK, ...more }),
  )
  return tasks?.[0]?.taskArn ?? ''
}

async function status(ground: Ground, taskArn: string, wanted: string) {
  return until(async () => {
    const { tasks } = await ground.client.send(
      new DescribeTasksCommand({ cluster: 'stage', tasks: [taskArn] }),
    )
    const task = tasks?.[0]
    expect(task?.lastStatus).toBe(wanted)
    return task
  })
}

describe('a task', () => {
  test('goes from PROVISIONING to STOPPED, each step an event with a greater version', async () => {
    const ground = await setup()
    const taskArn = await run(ground, await ground.define('process.exit(0)'), { startedBy: 'me' })
    const task = await status(ground, taskArn, 'STOPPED')
    await until(() => expect(ground.details(taskArn).at(-1)?.lastStatus).toBe('STOPPED'))

    const details = ground.details(taskArn)
    expect(details.map(({ lastStatus }) => lastStatus)).toEqual([
      'PROVISIONING',
      'PENDING',
      'RUNNING',
      'DEPROVISIONING',
      'STOPPED',
    ])
    expect(details.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5])
    expect(details.at(-1)).toMatchObject({
      clusterArn: 'arn:aws:ecs:us-east-1:000000000000:cluster/stage',
      containers: [{ name: 'work', exitCode: 0, lastStatus: 'STOPPED', image: 'example/image:1' }],
      cpu: '256',
      memory: '512',
      group: 'family:stevedore-local-work',
      startedBy: 'me',
      launchType: 'FARGATE',
      capacityProviderName: 'FARGATE',
      desiredStatus: 'STOPPED',
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
      overrides: { containerOverrides: [] },
      stoppedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    })
    expect(task?.stoppedAt).toBeInstanceOf(Date)
    expect(Math.abs(Date.now() - (task?.stoppedAt?.getTime() ?? 0))).toBeLessThan(60_000)
  })

  test('has only its own environment, with the overrides laid over it', async () => {
    const ground = await setup()
    process.env.RUNTIME_SECRET = 'x'
    const definition = await ground.define(
      "import { writeFileSync } from 'node:fs'; writeFileSync('env.json', JSON.stringify({ env: process.env, args: process.argv.slice(2) }))",
      {
        container: {
          Environment: [
            { Name: 'A', Value: '1' },
            { Name: 'B', Value: '2' },
          ],
        },
      },
    )
    const file = readdirSync(ground.imageFolder).find((name) => name.endsWith('.mjs')) ?? ''
    const taskArn = await run(ground, definition, {
      overrides: {
        containerOverrides: [
          {
            name: 'work',
            command: ['node', file, 'over'],
            environment: [
              { name: 'B', value: 'two' },
              { name: 'ODD', value: '"\\\n🚢' },
            ],
            memory: 400,
          },
        ],
      },
    })
    await status(ground, taskArn, 'STOPPED')
    const { env, args } = JSON.parse(readFileSync(join(ground.imageFolder, 'env.json'), 'utf8'))
    expect(args).toEqual(['over'])
    expect(env).toMatchObject({
      A: '1',
      B: 'two',
      ODD: '"\\\n🚢',
      AWS_REGION: 'us-east-1',
      AWS_ENDPOINT_URL: ground.endpoint,
      NODE_OPTIONS: '--max-old-space-size=300',
      AWS_EXECUTION_ENV: 'AWS_ECS_FARGATE',
    })
    expect(env.ECS_CONTAINER_METADATA_URI_V4).toMatch(`${ground.endpoint}/_ecs/v4/`)
    expect(env.RUNTIME_SECRET).toBeUndefined()
    expect(existsSync(env.TMPDIR)).toBe(false)
  })

  test('that runs out of heap ends with 137 and the out-of-memory reason', async () => {
    const ground = await setup()
    const definition = await ground.define(
      'const all = []; for (;;) all.push(new Array(100_000).fill(all.length))',
      { container: { Memory: 40 } },
    )
    const task = await status(ground, await run(ground, definition), 'STOPPED')
    expect(task?.containers?.[0]).toMatchObject({
      exitCode: 137,
      reason: 'OutOfMemoryError: Container killed due to memory usage',
    })
  })

  test.each([
    ['process.exit(7)', 7],
    ["process.kill(process.pid, 'SIGSEGV'); setInterval(() => {}, 1000)", 139],
    ["process.kill(process.pid, 'SIGKILL'); setInterval(() => {}, 1000)", 137],
  ])('that ends by %s has the exit code %i', async (script, exitCode) => {
    const ground = await setup()
    const task = await status(ground, await run(ground, await ground.define(script)), 'STOPPED')
    expect(task?.containers?.[0]).toMatchObject({ exitCode })
    expect(task?.containers?.[0]?.reason).toBeUndefined()
  })

  test('whose command is not there fails to start, without an exit code', async () => {
    const ground = await setup()
    const definition = await ground.define('', { container: { Command: ['no-such-program'] } })
    const task = await status(ground, await run(ground, definition), 'STOPPED')
    expect(task).toMatchObject({
      stopCode: 'TaskFailedToStart',
      stoppedReason: expect.stringContaining('CannotStartContainerError: exec: "no-such-program"'),
    })
    expect(task?.containers?.[0]?.exitCode).toBeUndefined()
    expect(task?.startedAt).toBeUndefined()
  })

  test('without a packaged image fails to start like one whose image cannot be pulled', async () => {
    const ground = await setup()
    const definition = await ground.define('')
    rmSync(ground.imageFolder, { recursive: true })
    const task = await status(ground, await run(ground, definition), 'STOPPED')
    expect(task).toMatchObject({
      stopCode: 'TaskFailedToStart',
      stoppedReason: expect.stringMatching(/^CannotPullContainerError: .* npm run package/),
    })
    expect(task?.containers?.[0]?.imageDigest).toBeUndefined()
  })

  test('takes along what it started when it ends by itself', async () => {
    const ground = await setup()
    const definition = await ground.define(
      `import { spawn } from 'node:child_process'
       const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
       console.log('child ' + child.pid)
       process.exit(0)`,
    )
    await status(ground, await run(ground, definition), 'STOPPED')
    const pid = Number(/child (\d+)/.exec(ground.screen.join('\n'))?.[1])
    await until(() => expect(isAlive(pid)).toBe(false))
  })

  test('ends although a process that left its group holds its output open', async () => {
    const ground = await setup()
    const definition = await ground.define(
      `import { spawn } from 'node:child_process'
       const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 10_000)'], { detached: true, stdio: 'inherit' })
       console.log('child ' + child.pid)
       process.exit(0)`,
    )
    const task = await status(ground, await run(ground, definition), 'STOPPED')
    expect(task?.containers?.[0]?.exitCode).toBe(0)
    process.kill(Number(/child (\d+)/.exec(ground.screen.join('\n'))?.[1]), 'SIGKILL')
  })

  test('that is stopped gets SIGTERM, and its answer is the exit code', async () => {
    const ground = await setup()
    const taskArn = await run(ground, await ground.define(WAITS))
    await until(() => expect(ground.screen.join('\n')).toContain(' up'))
    await ground.client.send(new StopTaskCommand({ cluster: 'stage', task: taskArn, reason: 'enough' }))
    const task = await status(ground, taskArn, 'STOPPED')
    expect(task).toMatchObject({ stopCode: 'UserInitiated', stoppedReason: 'enough' })
    expect(task?.containers?.[0]?.exitCode).toBe(143)
  })

  test('that ignores SIGTERM is killed after its stop timeout, with all that it started', async () => {
    const ground = await setup()
    const definition = await ground.define(
      `import { spawn } from 'node:child_process'
       process.on('SIGTERM', () => console.log('not yet'))
       const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
       console.log('child ' + child.pid)
       setInterval(() => {}, 1000)`,
      { container: { StopTimeout: 2 } },
    )
    const taskArn = await run(ground, definition)
    const pid = await until(() => Number(/child (\d+)/.exec(ground.screen.join('\n'))?.[1] ?? fail()))
    const before = Date.now()
    await ground.client.send(new StopTaskCommand({ cluster: 'stage', task: taskArn }))
    const task = await status(ground, taskArn, 'STOPPED')
    expect(Date.now() - before).toBeGreaterThanOrEqual(1900)
    expect(task?.containers?.[0]?.exitCode).toBe(137)
    expect(task?.stoppedReason).toBe('Task stopped by user')
    await until(() => expect(isAlive(pid)).toBe(false))
  })

  test('on Spot can be interrupted, one on demand cannot', async () => {
    const ground = await setup()
    const definition = await ground.define(WAITS)
    const spot = await run(ground, definition, {
      capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }],
    })
    const onDemand = await run(ground, definition, { launchType: 'FARGATE' })
    await until(() => expect(ground.screen.filter((line) => line.endsWith(' up'))).toHaveLength(2))
    await ground.ecs.interrupt(spot)
    expect(await status(ground, spot, 'STOPPED')).toMatchObject({
      stopCode: 'SpotInterruption',
      stoppedReason: 'Your Spot Task was interrupted.',
      capacityProviderName: 'FARGATE_SPOT',
      containers: [{ exitCode: 143 }],
    })
    await expect(ground.ecs.interrupt(onDemand)).rejects.toThrow('not on FARGATE_SPOT')
  })

  test('of two containers ends whole when the essential one does', async () => {
    const ground = await setup()
    writeFileSync(join(ground.imageFolder, 'wait.mjs'), WAITS)
    const second = await ground.template('AWS::ECS::TaskDefinition', 'Pair', {
      Family: 'pair',
      Cpu: 256,
      Memory: 512,
      ContainerDefinitions: [
        { Name: 'main', Image: 'i', Command: ['node', '-e', 'setTimeout(() => process.exit(3), 500)'] },
        { Name: 'beside', Image: 'i', Essential: false, Command: ['node', 'wait.mjs'] },
      ],
    })
    const task = await status(ground, await run(ground, second.physicalId), 'STOPPED')
    expect(task?.containers?.map(({ name, exitCode }) => [name, exitCode])).toEqual([
      ['main', 3],
      ['beside', 143],
    ])
  })
})

test('closing ends every task and sends its last event', async () => {
  const ground = await setup()
  const taskArn = await run(ground, await ground.define(WAITS))
  await until(() => expect(ground.screen.join('\n')).toContain(' up'))
  await ground.ecs.close()
  expect(ground.details(taskArn).at(-1)).toMatchObject({
    lastStatus: 'STOPPED',
    stopCode: 'TerminationNotice',
    containers: [{ exitCode: 143 }],
  })
})

test('lines go whole into the log file, JSON lines readable onto the screen', async () => {
  const ground = await setup()
  const line = JSON.stringify({
    time: 't',
    level: 'warn',
    message: 'slow',
    act: 'work',
    rows: 3,
    error: { message: 'x' },
  })
  const definition = await ground.define(`console.log(${JSON.stringify(line)}); console.error('plain ☃')`, {
    container: {
      LogConfiguration: {
        LogDriver: 'awslogs',
        Options: {
          'awslogs-group': '/ecs/mine',
          'awslogs-stream-prefix': 'p',
          'awslogs-region': 'us-east-1',
        },
      },
    },
  })
  const taskArn = await run(ground, definition)
  await status(ground, taskArn, 'STOPPED')
  const id = taskArn.split('/').at(-1) ?? ''
  const file = join(ground.folder, 'logs/ecs/mine/p/work', `${id}.log`)
  await until(() =>
    expect(readFileSync(file, 'utf8').split('\n').sort()).toEqual(['', 'plain ☃', line].sort()),
  )
  expect(
    ground.screen.some(
      (text) => text.startsWith(`work ${id.slice(0, 4)}`) && text.endsWith('warn: slow  rows 3  x'),
    ),
  ).toBe(true)
})

function fail(): never {
  throw new Error('not yet')
}
