import { z } from 'zod'
import { queryAction } from '../../protocol/aws-query.ts'
import type { ChangeSets } from '../change-sets.ts'

export function deleteChangeSet(changeSets: ChangeSets) {
  return queryAction({
    name: 'DeleteChangeSet',
    input: z.object({ ChangeSetName: z.string(), StackName: z.string().optional() }),
    run: (input) => changeSets.delete(changeSets.find(input.ChangeSetName, input.StackName)),
  })
}
