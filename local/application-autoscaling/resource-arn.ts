import { createHash } from 'node:crypto'
import { arn, type Site } from '../site.ts'
import type { TargetId } from './definition/target-id.ts'

type Place = Pick<Site, 'region' | 'accountId'>

export function scalableTargetArn(place: Place, id: TargetId): string {
  const short = stableUuid(place, id.ResourceId).replaceAll('-', '')
  return arn(place, 'application-autoscaling', `scalable-target/${short}`)
}

/** Without an id what the ARNs of all policies begin with. */
export function policyArn(place: Place, id: TargetId | undefined, name: string): string {
  if (!id) return arn(place, 'autoscaling', 'scalingPolicy:')
  const uuid = stableUuid(place, `${id.ResourceId} ${name}`)
  return arn(place, 'autoscaling', `scalingPolicy:${uuid}:resource/ecs/${id.ResourceId}:policyName/${name}`)
}

export function scheduledActionArn(place: Place, id: TargetId, name: string): string {
  const uuid = stableUuid(place, `scheduled ${id.ResourceId} ${name}`)
  const path = `resource/ecs/${id.ResourceId}:scheduledActionName/${name}`
  return arn(place, 'autoscaling', `scheduledAction:${uuid}:${path}`)
}

/** The same id at every start: alarms of the template name policies by it. */
export function stableUuid({ region, accountId }: Place, text: string): string {
  const hex = createHash('sha256').update(`${region} ${accountId} ${text}`).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  )
}
