// A plug-in of the framework: `invoke local` looks up the stack's names for what a function's environment refers to, but
// refuses a list of them that is joined to one text. It finds the text here.
'use strict'

const { createAws } = require('./deploy/aws.cjs')
const { Fault } = require('./deploy/fault.cjs')

class JoinForInvoke {
  constructor(serverless, options) {
    this.hooks = {
      initialize: async () => {
        if (serverless.processedInput.commands.join(' ') !== 'invoke local') return
        try {
          await joinAll(serverless.service.getFunction(options.function), serverless.getProvider('aws'))
        } catch (error) {
          throw error instanceof Fault ? new serverless.classes.Error(error.message) : error
        }
      },
    }
  }
}

async function joinAll({ environment }, provider) {
  const aws = createAws(provider)
  for (const [name, value] of Object.entries(environment)) {
    if (value?.['Fn::Join'] === undefined) continue
    const [separator, parts] = value['Fn::Join']
    const texts = []
    for (const part of parts) texts.push(await textOf(part, provider.naming.getStackName(), aws))
    environment[name] = texts.join(separator)
  }
}

async function textOf(part, StackName, aws) {
  if (typeof part === 'string') return part
  const { StackResourceDetail } = await aws('CloudFormation', 'DescribeStackResource', {
    StackName,
    LogicalResourceId: part.Ref,
  })
  return StackResourceDetail.PhysicalResourceId
}

module.exports = JoinForInvoke
