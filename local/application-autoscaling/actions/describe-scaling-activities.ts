import { z } from 'zod'
import { jsonAction } from '../../protocol/aws-json.ts'
import type { Activity } from '../activity.ts'
import type { ScalableTarget } from '../definition/scalable-target.ts'
import type { Registry } from '../registry.ts'
import { listInput, targetsOf } from './list-input.ts'

export function describeScalingActivitiesAction(registry: Registry) {
  return jsonAction({
    name: 'DescribeScalingActivities',
    input: z.strictObject({ ...listInput, IncludeNotScaledActivities: z.boolean().optional() }),
    run: (input) => ({
      ScalingActivities: targetsOf(registry, input)
        .flatMap((target) => target.activities.map((activity) => describe(target, activity)))
        .slice(0, input.MaxResults),
    }),
  })
}

function describe({ id }: ScalableTarget, { id: activityId, at, description, cause, failure }: Activity) {
  return {
    ...id,
    ActivityId: activityId,
    Description: description,
    Cause: cause,
    StartTime: at / 1000,
    EndTime: at / 1000,
    StatusCode: failure === undefined ? 'Successful' : 'Failed',
    StatusMessage: failure ?? 'Successfully set desired count. Change successfully fulfilled by ecs.',
  }
}
