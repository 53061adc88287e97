import { resourcesOf } from '../template.ts'
import { referenced } from './referenced.ts'
import type { Rule } from './rule.ts'

// A shell in a running container is beyond every other check here: it is off, or written down and encrypted.
export const nobodyEntersContainers: Rule = {
  name: 'nobody-enters-containers',
  check: (template) =>
    resourcesOf(template, 'AWS::ECS::Service').flatMap(([resource, { Properties }]) => {
      if (Properties.EnableExecuteCommand === false) return []
      if (Properties.EnableExecuteCommand === undefined) {
        return [
          { resource, what: 'leaves it to the account whether a shell can be opened in its containers' },
        ]
      }
      const { Configuration } = template.Resources[referenced(Properties.Cluster) ?? '']?.Properties ?? {}
      const { KmsKeyId, Logging } = Configuration?.ExecuteCommandConfiguration ?? {}
      const isWritten = KmsKeyId !== undefined && Logging === 'OVERRIDE'
      return isWritten
        ? []
        : [{ resource, what: 'lets a shell be opened that no log tells of, or no key encrypts' }]
    }),
  breaks: [
    {
      how: 'a shell can be opened that no log tells of',
      at: 'LoadQueueService',
      change: (the) => {
        the('LoadQueueService').Properties.EnableExecuteCommand = true
      },
    },
    {
      how: 'nothing is said about shells',
      at: 'LoadQueueService',
      change: (the) => delete the('LoadQueueService').Properties.EnableExecuteCommand,
    },
  ],
}
