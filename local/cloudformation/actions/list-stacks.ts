import { z } from 'zod'
import { queryAction } from '../../protocol/aws-query.ts'
import type { Stacks } from '../stacks.ts'

export function listStacks(stacks: Stacks) {
  return queryAction({
    name: 'ListStacks',
    input: z.record(z.string(), z.string()),
    run(form) {
      const wanted = Object.entries(form)
        .filter(([name]) => name.startsWith('StackStatusFilter.member.'))
        .map(([, status]) => status)
      return {
        StackSummaries: stacks
          .all()
          .filter(({ status }) => wanted.length === 0 || wanted.includes(status))
          .map((stack) => ({
            StackId: stack.id,
            StackName: stack.name,
            TemplateDescription: stack.description,
            CreationTime: stack.createdAt,
            LastUpdatedTime: stack.updatedAt,
            DeletionTime: stack.deletedAt,
            StackStatus: stack.status,
            StackStatusReason: stack.statusReason,
          })),
      }
    },
  })
}
