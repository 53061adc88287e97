import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createApplicationAutoscaling } from './application-autoscaling/index.ts'
import { createClock } from './clock.ts'
import { createCloudformation, type Stack } from './cloudformation/index.ts'
import { createCloudwatch } from './cloudwatch/index.ts'
import { createCloudwatchLogs } from './cloudwatch-logs/index.ts'
import { createDynamodb } from './dynamodb/index.ts'
import { createEcr } from './ecr/index.ts'
import { createProcessHost } from './ecs/container/process-host.ts'
import { createDockerHost } from './ecs/docker/docker-host.ts'
import { createEcs } from './ecs/index.ts'
import { createEventBus } from './events/index.ts'
import { createGateway } from './gateway.ts'
import { createIam, type Iam, type IamMode } from './iam/index.ts'
import { createImages } from './images.ts'
import { createLambda } from './lambda/index.ts'
import { createLogs } from './logs.ts'
import type { Plugin } from './plugin.ts'
import { createS3 } from './s3/index.ts'
import { createScheduler } from './scheduler/index.ts'
import type { Site } from './site.ts'
import { createSns } from './sns/index.ts'
import { createSqs } from './sqs/index.ts'
import { createSts } from './sts/index.ts'

/** Any account will do; this is the one that AWS gives to nobody. */
const ACCOUNT_ID = '000000000000'

export interface LocalStackOptions {
  /** 0 = any free one. */
  readonly port: number
  /** Absolute. All state lies below it. */
  readonly dataFolder: string
  readonly region: string
  readonly speed: number
  readonly tasksMax: number
  /** Absolute. Given, tasks are containers of this machine's Docker engine, of an image that is built by this file. */
  readonly dockerfile?: string
  /** What happens to calls that no policy of the template allows; refused unless given. */
  readonly iam?: IamMode
  /** Absolute: where a deploy by request packages, and leaves the file tree of the workers. */
  readonly packageFolder?: string
  /** Takes the lines that are meant for the person at the screen. */
  readonly print: (line: string) => void
}

export interface LocalStack {
  /** `http://127.0.0.1:PORT` */
  readonly endpoint: string
  /** Makes, or brings up to date, everything in a folder that `packageApplication` filled. */
  deploy(stackName: string, packageFolder: string): Promise<Stack>
  readonly iam: Pick<Iam, 'calls' | 'roles' | 'resourceStatements'>
  /** Brings back what the data folder knows of: the stacks of earlier runs. */
  restore(): Promise<readonly Stack[]>
  /** A Spot interruption, which no API of AWS's can ask for. */
  interruptTask(taskArn: string): Promise<void>
  close(): Promise<void>
}

/** The services, wired to each other behind one port. */
export async function startLocalStack(options: LocalStackOptions): Promise<LocalStack> {
  const logs = createLogs({
    folder: join(options.dataFolder, 'logs'),
    print: options.print,
    onLine: (line) => cloudwatch.readLine(line),
  })
  let endpoint = ''
  const base: Site = {
    region: options.region,
    accountId: ACCOUNT_ID,
    dataFolder: options.dataFolder,
    endpoint: () => endpoint,
    clock: createClock(),
    fastClock: createClock(options.speed),
    logs,
  }
  const iam = createIam(base, {
    mode: options.iam ?? 'enforce',
    taskDefinition: (id) => ecs.taskDefinition(id),
  })
  const site: Site = { ...base, permissions: iam }

  const plugins: Plugin[] = []
  const gateway = createGateway({
    plugins: () => plugins,
    callerOf: iam.callerOf,
    report: (error) =>
      logs.say('local runtime', error instanceof Error ? (error.stack ?? error.message) : String(error)),
  })
  // The port comes first: one that is in use is told before anything is made.
  endpoint = `http://127.0.0.1:${await gateway.listen(options.port)}`

  const dynamodb = await createDynamodb(site)
  const sqs = await createSqs(site)
  const events = createEventBus(site, {
    queue: sqs,
    task: { runTask: (input) => ecs.runTask(input) },
    function: { invoke: (arn, payload) => lambda.invokeAsync(arn, payload) },
    topic: { publish: (arn, message) => sns.publish(arn, message) },
  })
  const { dockerfile, dataFolder, packageFolder } = options
  const images = createImages({ dataFolder, ...(packageFolder ? { packageFolder } : {}) })
  const host = dockerfile
    ? await createDockerHost(site, { dockerfile, imageFolder: images.folder })
    : createProcessHost({ imageFolder: images.folder })
  const s3 = createS3(site, { emit: events.emit })
  const ecs = createEcs(site, {
    emit: events.emit,
    host,
    tasksMax: options.tasksMax,
    requireImage: images.require,
  })
  const lambda = createLambda(site, { queues: sqs, readObject: s3.readObject })
  const sns = createSns(site, { queues: sqs, invoke: (arn, payload) => lambda.invokeAsync(arn, payload) })
  const cloudwatch = createCloudwatch(site, {
    queues: sqs.depths,
    services: ecs.services,
    functions: lambda.takeCounts,
    publish: sns.publish,
    emit: events.emit,
  })
  const scaling = createApplicationAutoscaling(site, { counts: ecs, metrics: cloudwatch })
  const scheduler = createScheduler(site, {
    runTask: (input) => ecs.runTask(input),
    sendDeadLetter: (queueArn, body, attributes) => sqs.send(queueArn, body, { attributes }),
  })
  const cloudformation = createCloudformation(site, () => plugins, { readObject: s3.readObject })
  plugins.push(s3, dynamodb, sqs, sns, events, ecs, lambda, cloudwatch, scaling, cloudformation)
  plugins.push(scheduler, iam)
  plugins.push(createSts(site), createCloudwatchLogs(site), createEcr())

  return {
    endpoint,
    iam,
    async deploy(stackName, packageFolder) {
      images.take(packageFolder)
      await host.prepare()
      const template = (step: 'create' | 'update') =>
        JSON.parse(readFileSync(join(packageFolder, `cloudformation-template-${step}-stack.json`), 'utf8'))
      // As the framework deploys: first the bucket for the artifacts, then the artifacts, then everything else. To a
      // stack that is there the first template would be the end of all others, queues with their messages too.
      const before = cloudformation.outputsOf(stackName)?.ServerlessDeploymentBucketName
      const create = async () =>
        (await cloudformation.deploy({ stackName, template: template('create') })).outputs
      const bucket = before ?? (await create()).ServerlessDeploymentBucketName
      if (!bucket)
        throw new Error(`The template in ${packageFolder} names no deployment bucket: package it again.`)
      const update = template('update')
      for (const [key, file] of artifacts(update, packageFolder))
        await s3.putObject(bucket, key, readFileSync(file))
      const stack = await cloudformation.deploy({ stackName, template: update })
      // Tasks that a killed runtime took along: their stops are told now that the rules are there.
      await ecs.reportLost()
      return stack
    },
    async restore() {
      const restored = await cloudformation.restore()
      await ecs.reportLost()
      return restored
    },
    interruptTask: (taskArn) => ecs.interrupt(taskArn),
    async close() {
      // Those who ask come before those who answer: tasks and functions may still settle what they have in hand.
      const deployed = cloudformation.close()
      await scheduler.close()
      await cloudwatch.close()
      await scaling.close()
      await lambda.close()
      const stopped = ecs.close()
      // A worker that is told to stop waits for the end of its poll.
      sqs.endPolls()
      await stopped
      await Promise.all([events.close(), sns.close(), deployed])
      await gateway.close()
      await Promise.all([s3.close(), sqs.close(), dynamodb.close()])
      await iam.close()
      await logs.close()
    },
  }
}

/** The keys under which functions look for their code, with the files that hold it. */
function artifacts(template: unknown, folder: string): Map<string, string> {
  const { Resources } = template as {
    Resources: Record<string, { Properties?: { Code?: { S3Key?: string } } }>
  }
  const found = new Map<string, string>()
  for (const { Properties } of Object.values(Resources)) {
    const key = Properties?.Code?.S3Key
    const file = key && join(folder, key.split('/').at(-1) ?? '')
    if (key && file && existsSync(file)) found.set(key, file)
    else if (key) throw new Error(`The package has no ${key}: it holds ${readdirSync(folder).join(', ')}.`)
  }
  return found
}
