// A plug-in of the framework: says at a deploy that nobody will hear of what needs a person.
'use strict'

const { createAws } = require('./deploy/aws.cjs')
const { Fault } = require('./deploy/fault.cjs')
const { findStack } = require('./deploy/stack-operation.cjs')

class WarnWithoutEmail {
  constructor(serverless, _options, { log }) {
    const subscriptions = () => serverless.service.resources.Resources.Topic.Properties.Subscription
    this.hooks = {
      'before:deploy:deploy': () => {
        if (subscriptions().length > 0) return
        log.warning(
          'Nobody hears of what needs a person: the topic has no subscription. Deploy with --param="email=<address>", or subscribe to the output TopicArn.',
        )
      },
      'after:deploy:deploy': async () => {
        try {
          const provider = serverless.getProvider('aws')
          for (const { Endpoint } of subscriptions()) {
            const warning = await warningOf(createAws(provider), provider.naming.getStackName(), Endpoint)
            if (warning) log.warning(warning)
          }
        } catch (error) {
          if (!(error instanceof Fault)) throw error
          log.warning(`Whether anybody hears of what needs a person cannot be told: ${error.message}`)
        }
      },
    }
  }
}

/**
 * SNS drops an address that does not confirm within two days, or that ended its subscription by the link of a mail.
 * CloudFormation does not look, and would subscribe it again only if the template changed.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-delete-subscription-topic.html
 */
async function warningOf(aws, stackName, email) {
  const stack = await findStack(aws, stackName)
  const topic = stack?.Outputs?.find(({ OutputKey }) => OutputKey === 'TopicArn')?.OutputValue
  if (topic === undefined) return undefined
  const found = (await subscriptionsOf(aws, topic)).filter(({ Endpoint }) => Endpoint === email)
  if (found.some(({ SubscriptionArn }) => SubscriptionArn.startsWith('arn:'))) return undefined
  if (found.some(({ SubscriptionArn }) => SubscriptionArn === 'PendingConfirmation')) {
    return `${email} hears of nothing yet: AWS has sent a mail there, which has to be confirmed within two days.`
  }
  return `${email} hears of nothing: its subscription was not confirmed in time, or was ended. Subscribe it again: aws sns subscribe --topic-arn ${topic} --protocol email --notification-endpoint ${email}`
}

async function subscriptionsOf(aws, TopicArn) {
  const found = []
  let NextToken
  do {
    const page = await aws('SNS', 'ListSubscriptionsByTopic', { TopicArn, NextToken })
    found.push(...(page.Subscriptions ?? []))
    NextToken = page.NextToken
  } while (NextToken)
  return found
}

module.exports = WarnWithoutEmail
