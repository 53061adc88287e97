// A plug-in of the framework: with the parameter kmsKey, everything in the template that stores data is encrypted by that key.
// It looks at the whole template, so that a table or queue that is added later is not forgotten.
'use strict'

const encrypt = require('./encrypt.cjs')

class EncryptWithKey {
  constructor(serverless) {
    this.hooks = {
      'after:aws:package:finalize:mergeCustomProviderResources': () => {
        const { service } = serverless
        const { kmsKey } = service.custom.settings
        if (kmsKey === '') return
        const template = service.provider.compiledCloudFormationTemplate
        template.Resources = encrypt(template.Resources, kmsKey)
      },
    }
  }
}

module.exports = EncryptWithKey
