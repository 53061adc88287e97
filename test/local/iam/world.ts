import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClock } from '../../../local/clock.ts'
import { createGateway } from '../../../local/gateway.ts'
import { createIam, type IamMode } from '../../../local/iam/index.ts'
import { createLogs } from '../../../local/logs.ts'
import type { Plugin } from '../../../local/plugin.ts'
import type { Site } from '../../../local/site.ts'

const ROLE = 'arn:aws:iam::000000000000:role/loader'

/** IAM before services behind one port, with one role that has these statements. */
export async function startWorld(options: {
  mode?: IamMode
  dataFolder?: string
  statements?: readonly object[]
  services?: (site: Site) => Promise<Plugin[]>
}) {
  const dataFolder = options.dataFolder ?? mkdtempSync(join(tmpdir(), 'iam-'))
  const said: string[] = []
  const clock = createClock()
  let port = 0
  const base: Site = {
    region: 'us-east-1',
    accountId: '000000000000',
    dataFolder,
    endpoint: () => `http://127.0.0.1:${port}`,
    clock,
    fastClock: clock,
    logs: createLogs({ folder: join(dataFolder, 'logs'), print: (line) => said.push(line) }),
  }
  const iam = createIam(base, {
    mode: options.mode ?? 'enforce',
    taskDefinition: (id) => ({ arn: `arn:aws:ecs:us-east-1:000000000000:task-definition/${id}:1` }),
  })
  const site = { ...base, permissions: iam }
  const plugins = (await options.services?.(site)) ?? []
  const failures: unknown[] = []
  const gateway = createGateway({
    plugins: () => plugins,
    report: (error) => failures.push(error),
    callerOf: iam.callerOf,
  })
  port = await gateway.listen(0)

  async function make(type: string, logicalId: string, properties: object) {
    const resource = [iam, ...plugins].flatMap(({ resources }) => resources).find((one) => one.type === type)
    if (!resource) throw new Error(`No ${type}`)
    return resource.apply({
      logicalId,
      stackName: 'test',
      properties: resource.properties.parse(properties),
      physicalName: () => logicalId,
    })
  }

  if (options.statements) {
    await make('AWS::IAM::Role', 'loader', {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: {
          Effect: 'Allow',
          Principal: { Service: 'ecs-tasks.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:ecs:us-east-1:000000000000:*' } },
        },
      },
      Policies: [
        { PolicyName: 'work', PolicyDocument: { Version: '2012-10-17', Statement: options.statements } },
      ],
    })
  }

  return {
    iam,
    site,
    make,
    said,
    dataFolder,
    failures,
    takeRole: (service = 'ecs-tasks.amazonaws.com') =>
      iam.takeRole({
        arn: ROLE,
        service,
        sessionName: 't1',
        sourceArn: 'arn:aws:ecs:us-east-1:000000000000:*',
      }),
    /** What an SDK's client takes; without credentials it is a person's. */
    client: (credentials = { accessKeyId: 'person', secretAccessKey: 'x' }) => ({
      endpoint: site.endpoint(),
      region: site.region,
      maxAttempts: 1,
      credentials,
    }),
    async close({ keep = false } = {}) {
      await gateway.close()
      for (const plugin of plugins) await plugin.close()
      await iam.close()
      await site.logs.close()
      if (!keep) rmSync(dataFolder, { recursive: true, force: true })
    },
  }
}
