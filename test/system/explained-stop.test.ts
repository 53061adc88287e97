import { DescribeTasksCommand, ListTasksCommand, RunTaskCommand, StopTaskCommand } from '@aws-sdk/client-ecs'
import { ListObjectsV2Command } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { endLease } from './end-lease.ts'
import { mailsWith } from './mails.ts'
import { counts, startStack } from './stack.ts'
import { environmentOf, workerProcesses } from './worker-processes.ts'

// Every object gets a task of its own, and each way to stop one is told by one mail, after which its load goes on or
// ends as the mail says. All at once: they mostly wait.

const BODY = 'iata,name,city,state,country,latitude,longitude\nEXP,n,c,IL,USA,1,2\n'
// A task stands still once it has its load, and again when it has written, so that it can be met there.
const STRIKES = [
  { point: 'claimed', action: 'stall', seconds: 3 },
  { point: 'rows-written', action: 'stall', seconds: 3 },
] as const
const FILL_THE_HEAP = ['node', '-e', 'const all = []; for (;;) all.push(Array(1e6).fill(all.length))']

describe('on a stack whose objects have tasks of their own', () => {
  let stack: Awaited<ReturnType<typeof startStack>>
  beforeAll(async () => {
    stack = await startStack('own-task', { strikes: STRIKES })
  })
  afterAll(() => stack?.close())

  /** The mails of one object. */
  const mailsOf = (key: string) => mailsWith(stack, `/${key}\r\n`)

  async function mailOf(key: string): Promise<string> {
    return vi.waitFor(
      () => {
        const [mail] = mailsOf(key)
        expect(mail, key).toBeDefined()
        return mail as string
      },
      { timeout: 60_000, interval: 200 },
    )
  }

  /** Uploads, and waits until a task has the load. */
  async function atWork(key: string) {
    const version = await stack.upload(key, BODY)
    const item = await stack.settled(key, version, 'loading')
    return { version, taskArn: item.taskArn?.S ?? '' }
  }

  /** A task of its own for an object that nobody uploaded: its load ends as soon as a worker looks. */
  async function launch(key: string, more: { command?: string[]; variables?: Record<string, string> }) {
    const variables = {
      OBJECT_BUCKET: stack.outputs.LandingBucketName ?? '',
      OBJECT_KEY: key,
      OBJECT_VERSION_ID: 'never-uploaded',
      LAUNCH_NUMBER: '1',
      ...more.variables,
    }
    await stack.ecs.send(
      new RunTaskCommand({
        cluster: stack.outputs.ClusterName,
        taskDefinition: 'stevedore-local-load-object',
        networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-a'] } },
        overrides: {
          containerOverrides: [
            {
              name: 'load-object',
              environment: Object.entries(variables).map(([name, value]) => ({ name, value })),
              ...(more.command ? { command: more.command } : {}),
            },
          ],
        },
      }),
    )
  }

  test.concurrent('F38 a task that is killed: one mail, and the load goes on by itself', async () => {
    const key = 'airports/killed.csv'
    const { version } = await atWork(key)
    await vi.waitFor(() => expect(stack.screen.join('\n')).toContain(`The load begins  ${key}`), {
      timeout: 20_000,
    })
    for (const pid of processesOf(key)) process.kill(pid, 'SIGKILL')
    const mail = await mailOf(key)
    expect(mail).toContain(`Subject: [stevedore-local] Task killed: ${key} goes on by itself\r\n`)
    expect(mail).toContain('exit code  137: SIGKILL')
    expect(mail).toContain('attempt 2 begins by itself at once (launch 2, spot)')
    expect(mail).toMatch(/Its last log lines\r\n {2}.*The load begins/)
    await endLease(stack, `s3://${stack.outputs.LandingBucketName}/${key}`)
    const item = await stack.settled(key, version, 'loaded')
    expect(counts(item)).toMatchObject({ written: 1 })
    expect([item.attempt?.N, item.launch?.M?.number?.N]).toEqual(['2', '2'])
    expect(mailsOf(key)).toHaveLength(1)
  })

  test.concurrent('a task that a person stops: one mail, and the load goes on by itself', async () => {
    const key = 'airports/stopped.csv'
    const { version, taskArn } = await atWork(key)
    const { ClusterName: cluster } = stack.outputs
    await stack.ecs.send(new StopTaskCommand({ cluster, task: taskArn, reason: 'it looked stuck' }))
    const mail = await mailOf(key)
    expect(mail).toContain(
      `Subject: [stevedore-local] Task stopped by a person: ${key} goes on by itself\r\n`,
    )
    expect(mail).toContain('UserInitiated: it looked stuck')
    expect(mail).toContain('exit code  143: SIGTERM: the work in hand was handed back')
    const item = await stack.settled(key, version, 'loaded')
    expect([item.attempt?.N, item.launch?.M?.number?.N]).toEqual(['2', '2'])
    expect(mailsOf(key)).toHaveLength(1)
  })

  test.concurrent('a task that ends with 64: one mail that asks for a person, and nothing is launched', async () => {
    const key = 'airports/wrong-stack.csv'
    await launch(key, { variables: { TABLE_PREFIX: '' } })
    const mail = await mailOf(key)
    expect(mail).toContain(`Subject: [stevedore-local] Task ended with 64: ${key} failed, needs you\r\n`)
    expect(mail).toContain('TABLE_PREFIX')
    expect(mail).toContain(`npm run reload -- s3://${stack.outputs.LandingBucketName}/${key}`)
    const item = await stack.settled(key, 'never-uploaded', 'failed')
    expect(item.launch?.M?.number?.N).toBe('1')
    const letters = await stack.messages(stack.outputs.LaunchesDeadLetterQueueUrl)
    expect(letters.map(({ Body = '' }) => Body)).toContainEqual(expect.stringContaining(key))
    expect(mailsOf(key)).toHaveLength(1)
  })

  test.concurrent('F38 a task that runs out of memory: one mail, and the next task is larger', async () => {
    const key = 'airports/heavy.csv'
    await launch(key, { command: FILL_THE_HEAP })
    const mail = await mailOf(key)
    expect(mail).toContain(`Subject: [stevedore-local] Task out of memory: ${key} goes on by itself\r\n`)
    expect(mail).toContain('with more memory')
    const item = await stack.settled(key, 'never-uploaded', 'gone')
    expect(item.launch?.M).toMatchObject({ number: { N: '2' }, size: { S: 'larger' } })
    const { ClusterName: cluster } = stack.outputs
    await vi.waitFor(async () => {
      const { taskArns } = await stack.ecs.send(
        new ListTasksCommand({ cluster, family: 'stevedore-local-load-object', desiredStatus: 'STOPPED' }),
      )
      const { tasks } = await stack.ecs.send(new DescribeTasksCommand({ cluster, tasks: taskArns }))
      const own = tasks?.filter(({ overrides }) => JSON.stringify(overrides).includes(key))
      expect(own?.map(({ memory }) => memory).sort()).toEqual(['2048', '512'])
    })
    expect(mailsOf(key)).toHaveLength(1)
  })

  test.concurrent('F37 a task that cannot start: one mail, and the load goes on by itself', async () => {
    const key = 'airports/no-program.csv'
    await launch(key, { command: ['no-such-program'] })
    const mail = await mailOf(key)
    expect(mail).toContain(
      `Subject: [stevedore-local] Image cannot be pulled or started: ${key} goes on by itself\r\n`,
    )
    expect(mail).toContain('exit code  none')
    const item = await stack.settled(key, 'never-uploaded', 'gone')
    expect(item.launch?.M?.number?.N).toBe('2')
    expect(mailsOf(key)).toHaveLength(1)
  })

  test.concurrent('the events are kept, and a normal end is told to nobody', async () => {
    const key = 'airports/well.csv'
    const { version, taskArn } = await atWork(key)
    await stack.settled(key, version, 'loaded')
    await vi.waitFor(
      async () => {
        const { Contents = [] } = await stack.s3.send(
          new ListObjectsV2Command({ Bucket: stack.outputs.ResultsBucketName, Prefix: 'stops/' }),
        )
        const name = `${taskArn.split('/').at(-1)}.json`
        expect(Contents.map(({ Key = '' }) => Key.split('/').at(-1))).toContain(name)
      },
      { timeout: 30_000, interval: 200 },
    )
    expect(mailsOf(key)).toEqual([])
  })
})

/** The workers of one object, by the variable that names it to them. */
function processesOf(key: string): number[] {
  return workerProcesses('load-object.mjs').filter((pid) => environmentOf(pid).includes(`OBJECT_KEY=${key}`))
}
