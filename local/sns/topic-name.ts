import { arn, type Site } from '../site.ts'
import { invalid } from './message.ts'

export const TOPIC_NAME_LENGTH_MAX = 256

export function topicArnOf(site: Pick<Site, 'region' | 'accountId'>, name: string): string {
  if (name.endsWith('.fifo')) throw invalid(`Topic Name ${name}: the local runtime has no FIFO topics`)
  if (!/^[\w-]{1,256}$/.test(name)) {
    throw invalid(`Topic Name ${name}: 1 to ${TOPIC_NAME_LENGTH_MAX} letters, digits, hyphens, underscores`)
  }
  return arn(site, 'sns', name)
}
