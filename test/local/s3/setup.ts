import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { S3Client } from '@aws-sdk/client-s3'
import type { EventInput } from '../../../local/event.ts'
import { createS3 } from '../../../local/s3/index.ts'
import { servePlugin } from '../serve-plugin.ts'

export const REGION = 'eu-west-1'
export const VERSIONED = { VersioningConfiguration: { Status: 'Enabled' } }
export const WITH_EVENTS = { NotificationConfiguration: { EventBridgeConfiguration: {} } }

export type RunningS3 = Awaited<ReturnType<typeof startS3>>

/** S3 over HTTP on a port of its own. `stop` leaves the folder, so that it can be started again. */
export async function startS3(
  dataFolder: string,
  options: { readonly emit?: (event: EventInput) => Promise<void> } = {},
) {
  const events: EventInput[] = []
  const emit = options.emit ?? (async (event: EventInput) => void events.push(event))
  const served = await servePlugin(dataFolder, (site) => createS3({ ...site, region: REGION }, { emit }))
  const client = new S3Client({ ...served.client, region: REGION, maxAttempts: 1 })
  return {
    s3: served.plugin,
    client,
    url: served.endpoint,
    events,
    failures: served.failures,
    stop: async () => {
      client.destroy()
      await served.close()
    },
  }
}

/** Makes a bucket as a template would. */
export async function makeBucket({ s3 }: RunningS3, name: string, properties: object = {}) {
  const type = s3.resources.find((resource) => resource.type === 'AWS::S3::Bucket')
  return type?.apply({
    logicalId: 'Bucket',
    stackName: 'test',
    properties: type.properties.parse({ BucketName: name, ...properties }),
    physicalName: () => 'unnamed-bucket',
  })
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 's3-test-'))
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
}
