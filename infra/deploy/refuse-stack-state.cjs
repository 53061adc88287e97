'use strict'

const { Fault } = require('./fault.cjs')

/** A stack that CloudFormation will not update: found here, before an image is built for it. */
function refuseStackState(stack, { stackName, stage }) {
  const leadsOn = stack && wayOn(stack.StackStatus, { stackName, stage })
  if (!leadsOn) return
  throw new Fault(
    `Nothing was changed. The stack ${stackName} is ${stack.StackStatus}, in which it cannot be updated: ${leadsOn}`,
  )
}

function wayOn(status, { stackName, stage }) {
  if (status.endsWith('_IN_PROGRESS')) {
    return `an operation is under way. Deploy again when it has ended: aws cloudformation describe-stacks --stack-name ${stackName} --query "Stacks[0].StackStatus"`
  }
  if (status === 'UPDATE_ROLLBACK_FAILED') {
    return `the last deploy failed, and so did the way back from it. Its events say why; mend that, then aws cloudformation continue-update-rollback --stack-name ${stackName}, and deploy again.`
  }
  if (['DELETE_FAILED', 'ROLLBACK_COMPLETE', 'ROLLBACK_FAILED'].includes(status)) {
    return `what is left of it has to go first. npx serverless remove --stage ${stage}, then deploy again.`
  }
  return undefined
}

module.exports = { refuseStackState }
