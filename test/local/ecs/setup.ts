import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ECSClient } from '@aws-sdk/client-ecs'
import { onTestFinished, vi } from 'vitest'
import { type Clock, createClock } from '../../../local/clock.ts'
import { createProcessHost } from '../../../local/ecs/container/process-host.ts'
import { createEcs, type Ecs } from '../../../local/ecs/index.ts'
import type { EventInput } from '../../../local/event.ts'
import type { Permissions } from '../../../local/iam/permissions.ts'
import { createLogs } from '../../../local/logs.ts'
import type { Site } from '../../../local/site.ts'

export const NETWORK = { awsvpcConfiguration: { subnets: ['subnet-1'] } }
const TASK_EVENT = 'ECS Task State Change'

/** Stays until it is told to go. */
export const WAITS =
  "process.on('SIGTERM', () => process.exit(143)); setInterval(() => {}, 1000); console.log('up')"

type Properties = Record<string, unknown>

/** An ECS of its own behind an HTTP server, with a cluster `stage`; ends with the test. */
export async function setup(
  options: {
    tasksMax?: number
    dataFolder?: string
    clock?: Clock
    fastClock?: Clock
    permissions?: Permissions
  } = {},
) {
  const folder = options.dataFolder ?? mkdtempSync(join(tmpdir(), 'ecs-'))
  const imageFolder = join(folder, 'image')
  mkdirSync(imageFolder, { recursive: true })
  const screen: string[] = []
  const events: EventInput[] = []
  const logs = createLogs({ folder: join(folder, 'logs'), print: (line) => screen.push(line) })
  let endpoint = ''
  const site: Site = {
    region: 'us-east-1',
    accountId: '000000000000',
    dataFolder: join(folder, 'data'),
    endpoint: () => endpoint,
    clock: options.clock ?? createClock(),
    fastClock: options.fastClock ?? createClock(50),
    logs,
    ...(options.permissions ? { permissions: options.permissions } : {}),
  }
  const ecs = createEcs(site, {
    emit: async (event) => void events.push(event),
    host: createProcessHost({ imageFolder: () => imageFolder }),
    tasksMax: options.tasksMax ?? 16,
  })
  const server = createServer((request, response) => {
    ecs.handle(request, response).catch((error) => response.writeHead(500).end(String(error)))
  })
  endpoint = await listen(server)
  const client = new ECSClient({
    region: site.region,
    endpoint,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  })
  const close = async () => {
    await ecs.close()
    client.destroy()
    server.closeAllConnections()
    server.close()
    await logs.close()
    if (!options.dataFolder) rmSync(folder, { recursive: true, force: true })
  }
  onTestFinished(close)

  const template = templateOf(ecs)
  await template('AWS::ECS::Cluster', 'Cluster', {
    ClusterName: 'stage',
    CapacityProviders: ['FARGATE', 'FARGATE_SPOT'],
    DefaultCapacityProviderStrategy: [{ CapacityProvider: 'FARGATE', Weight: 1 }],
  })

  return {
    ecs,
    client,
    site,
    events,
    screen,
    folder,
    imageFolder,
    template,
    endpoint,
    close,
    /** A task definition of one container that runs a piece of JavaScript. */
    define: (script: string, more: { family?: string; container?: Properties; task?: Properties } = {}) =>
      define(template, imageFolder, script, more),
    /** Details of the events of one task, or of all. */
    details: (taskArn?: string) =>
      events
        .filter(
          ({ detailType, resources }) => detailType === TASK_EVENT && (!taskArn || resources[0] === taskArn),
        )
        .map(({ detail }) => detail),
  }
}

export function until<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: 15_000, interval: 20 })
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function templateOf(ecs: Ecs) {
  return async (type: string, logicalId: string, properties: Properties) => {
    const resource = ecs.resources.find((each) => each.type === type)
    if (!resource) throw new Error(`No resource type ${type}.`)
    return resource.apply({
      logicalId,
      stackName: 'stevedore-local',
      properties: resource.properties.parse(properties),
      physicalName: () => `stevedore-local-${logicalId}`,
    })
  }
}

async function define(
  template: ReturnType<typeof templateOf>,
  imageFolder: string,
  script: string,
  more: { family?: string; container?: Properties; task?: Properties },
): Promise<string> {
  const family = more.family ?? 'stevedore-local-work'
  const file = `${family}-${Buffer.from(script).toString('hex').slice(-24)}.mjs`
  writeFileSync(join(imageFolder, file), script)
  const { physicalId } = await template('AWS::ECS::TaskDefinition', 'Definition', {
    Family: family,
    Cpu: '256',
    Memory: '512',
    NetworkMode: 'awsvpc',
    RequiresCompatibilities: ['FARGATE'],
    ...more.task,
    ContainerDefinitions: [
      {
        Name: 'work',
        Image: 'example/image:1',
        Command: ['node', file],
        StopTimeout: 5,
        ...more.container,
      },
    ],
  })
  return physicalId
}
