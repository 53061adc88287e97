import { mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

// How often the plug-in asks CloudFormation, in milliseconds; it reads it when it is loaded.
process.env.SLS_AWS_MONITORING_FREQUENCY = '1'
const require = createRequire(import.meta.url)
const PrepareDeploy = require('../../../infra/prepare-deploy.cjs')

class ShownError extends Error {}

export interface Given {
  readonly image?: string
  readonly settings?: Record<string, string>
  readonly resources?: Record<string, object>
}

export const TABLE = 'AirportsTable'

const task = (Image: string) => ({
  Type: 'AWS::ECS::TaskDefinition',
  Properties: { ContainerDefinitions: [{ Image }] },
})

/** A packaged service as the framework holds it, in this folder, with the hook that runs before its deploy. */
export function fakeService(
  serviceDir: string,
  { image = 'none', settings = {}, resources = {} }: Given = {},
) {
  for (const folder of ['.serverless/image', 'workers'])
    mkdirSync(join(serviceDir, folder), { recursive: true })
  writeFileSync(join(serviceDir, '.serverless/image/load-queue.mjs'), 'work()')
  writeFileSync(join(serviceDir, 'workers/Dockerfile'), 'FROM base')
  const template = {
    Resources: {
      LoadQueueTask: task(image),
      AuditTask: task(image),
      LandingBucket: { Type: 'AWS::S3::Bucket', DeletionPolicy: 'RetainExceptOnCreate', Properties: {} },
      [TABLE]: {
        Type: 'AWS::DynamoDB::Table',
        DeletionPolicy: 'RetainExceptOnCreate',
        Properties: { TableName: 'stevedore-prod-airports', ...key('iata') },
      },
      ...resources,
    },
  }
  const serverless = {
    serviceDir,
    classes: { Error: ShownError },
    service: {
      service: 'stevedore',
      provider: { compiledCloudFormationTemplate: template, stackTags: { application: 'stevedore' } },
      custom: {
        settings: { architecture: 'arm64', baseImage: 'node:24-slim', existingData: 'refuse', ...settings },
      },
    },
    getProvider: () => provider,
  }
  const provider = {
    getStage: () => 'prod',
    getRegion: () => 'eu-west-1',
    getAwsSdkV3Config: async () => ({ region: 'eu-west-1' }),
    naming: { getStackName: () => 'stevedore-prod', getCompiledTemplateFileName: () => 'template.json' },
  }
  const notices: string[] = []
  const screen = {
    log: {
      notice: (text: string) => notices.push(text),
      warning: (text: string) => notices.push(text),
    },
    progress: { get: () => ({ notice: (text: string) => notices.push(text), remove: () => {} }) },
  }
  const plugin = new PrepareDeploy(serverless, {}, screen)
  return {
    serverless,
    screen,
    serviceDir,
    template,
    notices,
    templateFile: join(serviceDir, '.serverless', 'template.json'),
    beforeDeploy: (): Promise<void> => plugin.hooks['before:deploy:deploy'](),
  }
}

export function key(attribute: string) {
  return {
    KeySchema: [{ AttributeName: attribute, KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: attribute, AttributeType: 'S' }],
  }
}
