import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import type { Plugin } from '../plugin.ts'
import { createJsonApi } from '../protocol/aws-json.ts'
import { toXml } from '../protocol/xml.ts'
import type { Site } from '../site.ts'
import { sqsActions } from './actions.ts'
import { openDatabase } from './database.ts'
import { queuePolicyResource } from './queue-policy-resource.ts'
import { queueResource } from './queue-resource.ts'
import { createQueues, type Queues } from './queues.ts'
import { createService } from './service.ts'
import { describeSqsError } from './sqs-error.ts'

export type { Queues } from './queues.ts'

export interface Sqs extends Plugin, Queues {
  /** Answers all open polls, and gives no messages from now on: who polls is about to end. */
  endPolls(): void
}

/** SQS, on disk in `<dataFolder>/sqs`. Visibility, delays and retention are in real time. */
export async function createSqs(site: Site): Promise<Sqs> {
  const database = openDatabase(join(site.dataFolder, 'sqs'))
  const service = createService(site, database)
  const answer = createJsonApi('SQS', sqsActions(service), describeSqsError)
  const running = new Set<Promise<void>>()
  return {
    ...createQueues(site, service),
    endPolls: service.endPolls,
    scopes: ['sqs'],
    resources: [queueResource(service), queuePolicyResource(service)],
    handle: (request, response) => {
      const run = (isForm(request) ? refuseForm(response) : answer(request, response)).finally(() =>
        running.delete(run),
      )
      running.add(run)
      return run
    },
    close: async () => {
      await service.close()
      await Promise.allSettled(running)
      database.close()
    },
  }
}

function isForm(request: IncomingMessage): boolean {
  return String(request.headers['content-type']).startsWith('application/x-www-form-urlencoded')
}

async function refuseForm(response: ServerResponse): Promise<void> {
  response.writeHead(400, { 'content-type': 'text/xml' })
  response.end(
    toXml({
      ErrorResponse: {
        Error: {
          Type: 'Sender',
          Code: 'InvalidAction',
          Message: 'The local SQS speaks the JSON protocol alone: use an SDK or CLI of 2024 or later.',
        },
      },
    }),
  )
}
