import { z } from 'zod'
import { queryAction } from '../../protocol/aws-query.ts'
import type { ChangeSets } from '../change-sets.ts'

export function executeChangeSet(changeSets: ChangeSets) {
  return queryAction({
    name: 'ExecuteChangeSet',
    input: z.object({ ChangeSetName: z.string(), StackName: z.string().optional() }),
    run: (input) => changeSets.execute(changeSets.find(input.ChangeSetName, input.StackName)),
  })
}
