// A plug-in of the framework: says at a deploy that nobody will hear of what needs a person.
'use strict'

class WarnWithoutEmail {
  constructor(serverless, _options, { log }) {
    this.hooks = {
      'before:deploy:deploy': () => {
        const { Subscription } = serverless.service.resources.Resources.Topic.Properties
        if (Subscription.length > 0) return
        log.warning(
          'Nobody hears of what needs a person: the topic has no subscription. Deploy with --param="email=<address>", or subscribe to the output TopicArn.',
        )
      },
    }
  }
}

module.exports = WarnWithoutEmail
