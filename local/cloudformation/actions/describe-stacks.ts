import { z } from 'zod'
import { queryAction } from '../../protocol/aws-query.ts'
import type { Stack } from '../stack.ts'
import type { Stacks } from '../stacks.ts'

export function describeStacks(stacks: Stacks) {
  return queryAction({
    name: 'DescribeStacks',
    input: z.object({ StackName: z.string().optional() }),
    run: ({ StackName: name }) => ({
      Stacks: (name === undefined ? stacks.all().filter(isThere) : [stacks.find(name)]).map(described),
    }),
  })
}

function isThere({ status }: Stack): boolean {
  return status !== 'DELETE_COMPLETE'
}

function described(stack: Stack) {
  return {
    StackId: stack.id,
    StackName: stack.name,
    Description: stack.description,
    CreationTime: stack.createdAt,
    LastUpdatedTime: stack.updatedAt,
    DeletionTime: stack.deletedAt,
    StackStatus: stack.status,
    StackStatusReason: stack.statusReason,
    DisableRollback: false,
    EnableTerminationProtection: false,
    Parameters: [...stack.parameters].map(([key, value]) => ({
      ParameterKey: key,
      ParameterValue: [value].flat().join(','),
    })),
    Outputs: stack.outputDetails.map((output) => ({
      OutputKey: output.key,
      OutputValue: output.value,
      Description: output.description,
      ExportName: output.exportName,
    })),
    Tags: stack.tags,
  }
}
