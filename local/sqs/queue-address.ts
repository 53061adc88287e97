import { ApiError } from '../protocol/api-error.ts'
import { arn, type Site } from '../site.ts'

export function queueUrl(site: Pick<Site, 'endpoint' | 'accountId'>, name: string): string {
  return `${site.endpoint()}/${site.accountId}/${name}`
}

export function queueArn(site: Pick<Site, 'region' | 'accountId'>, name: string): string {
  return arn(site, 'sqs', name)
}

/** The name in a queue's URL. Host and port do not count: a URL may be older than this run. */
export function nameInUrl(url: string): string {
  const [, name] = /\/\d{12}\/([^/?#]+)\/?$/.exec(url) ?? []
  if (!name) {
    throw new ApiError(
      'InvalidAddress',
      `The address ${url} is not valid for this endpoint: a queue URL ends in /ACCOUNT/NAME.`,
    )
  }
  return name
}

export function nameInArn(queue: string): string {
  const [, name] = /^arn:aws[\w-]*:sqs:[\w-]+:\d{12}:([\w.-]+)$/.exec(queue) ?? []
  if (!name) throw new ApiError('InvalidParameterValue', `${queue} is not the ARN of a queue.`)
  return name
}
