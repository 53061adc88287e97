import { z } from 'zod'
import { queryAction } from '../../protocol/aws-query.ts'
import type { ChangeSets } from '../change-sets.ts'

/** All changes at once, without pages. */
export function describeChangeSet(changeSets: ChangeSets) {
  return queryAction({
    name: 'DescribeChangeSet',
    input: z.object({ ChangeSetName: z.string(), StackName: z.string().optional() }),
    run(input) {
      const { found, ...set } = changeSets.find(input.ChangeSetName, input.StackName)
      const failure = 'reason' in found ? found : undefined
      return {
        ChangeSetId: set.id,
        ChangeSetName: set.name,
        StackId: set.stackId,
        StackName: set.stackName,
        Status: failure ? 'FAILED' : 'CREATE_COMPLETE',
        StatusReason: failure?.reason,
        ExecutionStatus: failure ? 'UNAVAILABLE' : 'AVAILABLE',
        Changes: ('reason' in found ? [] : found).map(({ resource }) => ({
          Type: 'Resource',
          ResourceChange: {
            Action: 'Import',
            LogicalResourceId: resource.logicalId,
            PhysicalResourceId: resource.physicalId,
            ResourceType: resource.type,
          },
        })),
      }
    },
  })
}
