// Where the worker image lies: a small stack of its own, because a stack cannot hold the image that its service starts
// with. `serverless remove` leaves it; deleting it deletes the images too.
'use strict'

const { Fault } = require('./fault.cjs')
const { repositoryTemplate } = require('./repository-template.cjs')
const { createOrUpdateStack } = require('./stack-operation.cjs')

const stackNameOf = (stackName) => `${stackName}-images`

function createImageRepository({ aws, stackName, tags, wait }) {
  const repositoryName = stackName.toLowerCase()
  return {
    /** The digest of the image with a tag, or undefined. */
    async digestOf(tag) {
      try {
        const input = { repositoryName, imageIds: [{ imageTag: tag }] }
        return (await aws('ECR', 'DescribeImages', input)).imageDetails[0].imageDigest
      } catch (error) {
        if (['RepositoryNotFoundException', 'ImageNotFoundException'].includes(error.code)) return undefined
        throw error
      }
    },

    /** Makes the repository, or brings it up to date; gives its URI. */
    async ensure() {
      const name = stackNameOf(stackName)
      const template = repositoryTemplate(stackName, repositoryName)
      const stack = await createOrUpdateStack({ aws, wait, tags, name, template })
      return stack.Outputs.find(({ OutputKey }) => OutputKey === 'RepositoryUri').OutputValue
    },

    /** Good for twelve hours, for whoever has it. */
    async password() {
      const { authorizationData } = await aws('ECR', 'GetAuthorizationToken', {})
      const token = authorizationData?.[0]?.authorizationToken
      if (!token) throw new Fault('ECR gave no authorization token: the image cannot be pushed.')
      return Buffer.from(token, 'base64').toString().replace(/^AWS:/, '')
    },
  }
}

module.exports = { createImageRepository, stackNameOf }
