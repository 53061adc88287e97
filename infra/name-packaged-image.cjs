// A plug-in of the framework: the image `…:packaged` stands for the packaged file tree itself, which the local runtime
// runs. It gets the tree's hash into its name, so that new workers are new task definitions, as a new digest makes them.
'use strict'

const { createHash } = require('node:crypto')
const { readdirSync, readFileSync, writeFileSync } = require('node:fs')
const { join } = require('node:path')

const HASH_DIGITS = 16
const PACKAGED = /:packaged$/

class NamePackagedImage {
  constructor(serverless) {
    this.hooks = {
      'after:aws:package:finalize:mergeCustomProviderResources': () => {
        const folder = join(serverless.serviceDir, '.serverless')
        const name = treeName(join(folder, 'image'))
        writeFileSync(join(folder, 'image-name'), name)
        const { Resources } = serverless.service.provider.compiledCloudFormationTemplate
        for (const container of containers(Resources)) {
          container.Image = container.Image.replace(PACKAGED, `:packaged-${name}`)
        }
      },
    }
  }
}

function treeName(folder) {
  const hash = createHash('sha256')
  for (const name of readdirSync(folder).sort()) {
    const content = readFileSync(join(folder, name))
    hash.update(`${JSON.stringify(name)} ${content.length}\n`).update(content)
  }
  return hash.digest('hex').slice(0, HASH_DIGITS)
}

function containers(resources) {
  return Object.values(resources)
    .filter(({ Type }) => Type === 'AWS::ECS::TaskDefinition')
    .flatMap(({ Properties }) => Properties.ContainerDefinitions)
}

module.exports = NamePackagedImage
