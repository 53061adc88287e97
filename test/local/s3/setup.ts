import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3'
import { createClock } from '../../../local/clock.ts'
import type { EventInput } from '../../../local/event.ts'
import { createS3 } from '../../../local/s3/index.ts'
import type { Site } from '../../../local/site.ts'

export interface RunningS3 {
  readonly s3: ReturnType<typeof createS3>
  readonly client: S3Client
  readonly url: string
  readonly events: EventInput[]
  readonly faults: unknown[]
  stop(): Promise<void>
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 's3-test-'))
}

/** S3 over HTTP on a port of its own. `stop` leaves the folder, so that it can be started again. */
export async function startS3(
  dataFolder: string,
  options: { emit?: (event: EventInput) => Promise<void>; client?: S3ClientConfig } = {},
): Promise<RunningS3> {
  const events: EventInput[] = []
  const faults: unknown[] = []
  const site: Site = {
    region: 'eu-west-1',
    accountId: '000000000000',
    dataFolder,
    endpoint: () => url,
    clock: createClock(),
    fastClock: createClock(),
    logs: { open: () => raise('no log streams here'), say: () => undefined, close: async () => undefined },
  }
  const s3 = createS3(site, {
    emit:
      options.emit ??
      (async (event) => {
        events.push(event)
      }),
  })
  const server = createServer((request, response) => {
    s3.handle(request, response).catch((error: unknown) => {
      faults.push(error)
      if (response.headersSent) response.destroy()
      else response.writeHead(500).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const client = new S3Client({
    endpoint: url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
    ...options.client,
  })
  return {
    s3,
    client,
    url,
    events,
    faults,
    stop: async () => {
      client.destroy()
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
      await s3.close()
    },
  }
}

/** Makes a bucket as a template would. */
export async function makeBucket(
  { s3 }: RunningS3,
  name: string,
  properties: Record<string, unknown> = {},
): Promise<void> {
  const type = s3.resources.find((resource) => resource.type === 'AWS::S3::Bucket')
  await type?.apply({
    logicalId: 'Bucket',
    stackName: 'test',
    properties: type.properties.parse({ BucketName: name, ...properties }),
    physicalName: () => name,
  })
}

export const VERSIONED = { VersioningConfiguration: { Status: 'Enabled' } }
export const WITH_EVENTS = { NotificationConfiguration: { EventBridgeConfiguration: {} } }

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
}

function raise(message: string): never {
  throw new Error(message)
}
