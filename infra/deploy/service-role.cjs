// The role by which ECS itself works in an account. An account in which ECS never ran has none: then the first cluster
// begins to make it, and its capacity providers are refused, because the role is not there yet.
'use strict'

const { Fault } = require('./fault.cjs')

const SERVICE = 'ecs.amazonaws.com'
const IS_THERE = /has been taken|already exists/

/** Makes the role where it is missing, long enough before the stack. Who may not make it may have it. */
async function ensureServiceRole({ aws }, { log }) {
  try {
    await aws('IAM', 'CreateServiceLinkedRole', { AWSServiceName: SERVICE })
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    if (IS_THERE.test(error.words)) return
    log.warning(
      `Whether ECS has its role in this account is not known: ${error.message}. If the deploy fails with "Unable to assume the service linked role", have someone run this once, and deploy again: aws iam create-service-linked-role --aws-service-name ${SERVICE}`,
    )
  }
}

module.exports = { ensureServiceRole }
