// A plug-in of the framework: a template that AWS would refuse is not packaged.
'use strict'

const { policyFaults } = require('./policy-lengths.cjs')
const { templateFaults } = require('./template-limits.cjs')

class CheckTemplate {
  constructor(serverless) {
    this.hooks = {
      'after:aws:package:finalize:mergeCustomProviderResources': () => {
        const { Resources } = serverless.service.provider.compiledCloudFormationTemplate
        const provider = serverless.getProvider('aws')
        const at = { region: provider.getRegion(), stackName: provider.naming.getStackName() }
        const faults = [...templateFaults(Resources, provider.getStage()), ...policyFaults(Resources, at)]
        if (faults.length === 0) return
        throw new serverless.classes.Error(`The template cannot be deployed: ${faults.join('; ')}`)
      },
    }
  }
}

module.exports = CheckTemplate
