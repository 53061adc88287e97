// Stacks of CloudFormation, from the request to the end of what it began.
'use strict'

const { Fault } = require('./fault.cjs')

// The variable is the framework's own, for the same purpose.
const POLL_MS = Number(process.env.SLS_AWS_MONITORING_FREQUENCY) || 2000
const CAPABILITIES = ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM']

/** The stack as it is, or undefined. One that was only ever planned does not count. */
async function findStack(aws, name) {
  try {
    const [stack] = (await aws('CloudFormation', 'DescribeStacks', { StackName: name })).Stacks
    return stack.StackStatus === 'REVIEW_IN_PROGRESS' ? undefined : stack
  } catch (error) {
    if (error.code === 'ValidationError' && error.words.includes('does not exist')) return undefined
    throw error
  }
}

/** What is in the stack. */
async function stackResources(aws, name) {
  const listed = await listedResources(aws, name)
  return listed.filter(({ ResourceStatus }) => ResourceStatus !== 'DELETE_SKIPPED')
}

/** Besides, what a removal that failed half-way has left behind already. What left the stack before may be listed too. */
async function listedResources(aws, name) {
  const found = []
  let NextToken
  do {
    const page = await aws('CloudFormation', 'ListStackResources', { StackName: name, NextToken })
    found.push(...page.StackResourceSummaries)
    NextToken = page.NextToken
  } while (NextToken)
  return found.filter(({ ResourceStatus }) => ResourceStatus !== 'DELETE_COMPLETE')
}

async function createOrUpdateStack({ aws, name, template, tags, wait }) {
  const input = {
    StackName: name,
    TemplateBody: JSON.stringify(template),
    Capabilities: CAPABILITIES,
    Tags: tags,
  }
  const existing = await findStack(aws, name)
  if (!existing) {
    // A failed one leaves nothing that would be in the way of the next try.
    const { StackId } = await aws('CloudFormation', 'CreateStack', { ...input, OnFailure: 'DELETE' })
    return settled({ aws, id: StackId, name, wanted: 'CREATE_COMPLETE', wait })
  }
  try {
    await aws('CloudFormation', 'UpdateStack', input)
  } catch (error) {
    if (error.words?.includes('No updates are to be performed')) return existing
    throw error
  }
  return settled({ aws, id: existing.StackId, name, wanted: 'UPDATE_COMPLETE', wait })
}

/** Waits until nothing is under way in the stack, and rejects with the reason where it did not end as wanted. */
async function settled({ aws, id, name, wanted, wait }) {
  let hasBegun = false
  for (;;) {
    const [stack] = (await aws('CloudFormation', 'DescribeStacks', { StackName: id })).Stacks
    if (stack.StackStatus === wanted) return stack
    // A stack that an import was to make is only planned again when the import fails.
    const isPlanned = stack.StackStatus === 'REVIEW_IN_PROGRESS'
    if (isPlanned ? hasBegun : !stack.StackStatus.endsWith('_IN_PROGRESS')) {
      throw new Fault(
        `The stack ${name} ended as ${stack.StackStatus}: ${(await reasonOf(aws, id)) ?? stack.StackStatusReason ?? 'its events in the console say why'}.`,
      )
    }
    hasBegun ||= !isPlanned
    await wait(POLL_MS)
  }
}

/** What went wrong first since the operation began; what follows from it comes later. The newest event is the first. */
async function reasonOf(aws, id) {
  const { StackEvents } = await aws('CloudFormation', 'DescribeStackEvents', { StackName: id })
  const begin = StackEvents.findIndex(
    ({ PhysicalResourceId, ResourceStatus }) =>
      PhysicalResourceId === id && /^(CREATE|UPDATE|IMPORT)_IN_PROGRESS$/.test(ResourceStatus),
  )
  const failed = StackEvents.slice(0, begin === -1 ? undefined : begin)
    .filter(({ ResourceStatus }) => ResourceStatus.endsWith('_FAILED'))
    .at(-1)
  return failed && `${failed.LogicalResourceId}: ${failed.ResourceStatusReason}`
}

module.exports = {
  CAPABILITIES,
  POLL_MS,
  createOrUpdateStack,
  findStack,
  listedResources,
  settled,
  stackResources,
}
