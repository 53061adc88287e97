// A plug-in of the framework: what a deploy does before the stack. It looks whether the deploy can succeed, before
// anything is changed; takes over data that is left, where that is asked for; builds the worker image, pushes it, and
// puts it into the template by its digest.
'use strict'

const { writeFileSync } = require('node:fs')
const { join } = require('node:path')
const { setTimeout: sleep } = require('node:timers/promises')
const { adoptData } = require('./deploy/adopt-data.cjs')
const { createAws } = require('./deploy/aws.cjs')
const { Fault } = require('./deploy/fault.cjs')
const { inspectData } = require('./deploy/inspect-data.cjs')
const { interruptible } = require('./deploy/interruptible.cjs')
const { putTemplate } = require('./deploy/put-template.cjs')
const { refuseStackState } = require('./deploy/refuse-stack-state.cjs')
const { ensureServiceRole } = require('./deploy/service-role.cjs')
const { refuseAmbiguous, refuseLeftData } = require('./deploy/refuse-left-data.cjs')
const { givenImage, setImage } = require('./deploy/template-image.cjs')
const { planWorkerImage } = require('./deploy/worker-image.cjs')

class PrepareDeploy {
  constructor(serverless, _options, { log, progress }) {
    this.hooks = {
      'before:deploy:deploy': async () => {
        try {
          await interruptible((signal) => prepare(stageOf(serverless, signal), { log, progress }))
        } catch (error) {
          throw error instanceof Fault ? new serverless.classes.Error(error.message) : error
        }
      },
    }
  }
}

function stageOf(serverless, signal) {
  const { service, serviceDir } = serverless
  const provider = serverless.getProvider('aws')
  const { architecture, baseImage, existingData } = service.custom.settings
  const tags = { STAGE: provider.getStage(), ...service.provider.stackTags }
  return {
    signal,
    provider,
    aws: createAws(provider),
    wait: (milliseconds) => sleep(milliseconds, undefined, { signal }),
    service: service.service,
    stage: provider.getStage(),
    region: provider.getRegion(),
    stackName: provider.naming.getStackName(),
    tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value: String(Value) })),
    template: service.provider.compiledCloudFormationTemplate,
    templateFile: join(serviceDir, '.serverless', provider.naming.getCompiledTemplateFileName()),
    existingData,
    build: {
      architecture,
      baseImage,
      context: join(serviceDir, '.serverless', 'image'),
      dockerfile: join(serviceDir, 'workers', 'Dockerfile'),
    },
  }
}

async function prepare(stage, screen) {
  const { template, existingData } = stage
  const workerImage = givenImage(template) ? undefined : await planWorkerImage(stage, screen)
  const { stack, left, missing } = await inspectData(stage)
  refuseStackState(stack, stage)
  if (existingData === 'refuse') refuseLeftData(left)
  else refuseAmbiguous(left)

  // From here on things are changed.
  if (!stack) await ensureServiceRole(stage, screen)
  if (left.length > 0 && existingData === 'adopt') {
    screen.log.notice(`Adopting ${left.map(({ name }) => name).join(', ')}`)
    // CloudFormation shortens names that become too long, and a person may have deleted one.
    if (missing.length > 0) {
      screen.log.warning(
        `No bucket that was left has the name of ${missing.join(' or ')}: a new one is made, and files of an earlier one stay where they are.`,
      )
    }
    await adoptData({ ...stage, stack, left, putTemplate: (body) => putTemplate({ ...stage, stack, body }) })
  }
  if (workerImage) {
    setImage(template, await workerImage.make())
    writeFileSync(stage.templateFile, JSON.stringify(template, null, 2))
  }
}

module.exports = PrepareDeploy
