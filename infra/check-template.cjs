// A plug-in of the framework: a template that AWS would refuse is not packaged.
'use strict'

const { templateFaults } = require('./template-limits.cjs')

class CheckTemplate {
  constructor(serverless) {
    this.hooks = {
      'after:aws:package:finalize:mergeCustomProviderResources': () => {
        const { Resources } = serverless.service.provider.compiledCloudFormationTemplate
        const faults = templateFaults(Resources, serverless.getProvider('aws').getStage())
        if (faults.length === 0) return
        throw new serverless.classes.Error(`The template cannot be deployed: ${faults.join('; ')}`)
      },
    }
  }
}

module.exports = CheckTemplate
