import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import type { Plugin } from '../plugin.ts'
import { ApiError } from '../protocol/api-error.ts'
import { readBody } from '../protocol/body.ts'
import type { Site } from '../site.ts'
import { startExpiry } from './expiry.ts'
import { createOperations } from './operations.ts'
import { settleTables } from './settle-tables.ts'
import { type DynaliteError, openStore } from './store.ts'
import { tableResource } from './table-resource.ts'

/** DynamoDB: dynalite on disk, in `<dataFolder>/dynamodb`, with a thin layer over what it lacks. */
export async function createDynamodb(site: Site): Promise<Plugin> {
  const folder = join(site.dataFolder, 'dynamodb')
  mkdirSync(folder, { recursive: true })
  const store = await openStore(site, folder)
  await settleTables(store)
  const operations = createOperations(store)
  const running = new Set<Promise<void>>()
  const expiry = startExpiry(store, site)
  let closing = false

  async function answerTo(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const body = await readBody(request)
      if (closing) throw new ApiError('InternalServerError', 'The local DynamoDB is closing.', 500)
      answer(response, 200, await operations(targetOf(request), body, request))
    } catch (error) {
      const { statusCode, body } = error as Partial<DynaliteError>
      if (statusCode && body) answer(response, statusCode, body)
      else if (error instanceof SyntaxError) {
        answer(response, 400, {
          __type: 'com.amazon.coral.service#SerializationException',
          message: error.message,
        })
      } else if (error instanceof ApiError) {
        answer(response, error.status, { __type: error.code, message: error.message })
      } else throw error
    }
  }

  return {
    scopes: ['dynamodb'],
    resources: [tableResource(store)],
    handle: (request, response) => {
      const run = answerTo(request, response).finally(() => running.delete(run))
      running.add(run)
      return run
    },
    close: async () => {
      closing = true
      await expiry.stop()
      await Promise.allSettled(running)
      await store.db.close()
    },
  }
}

function targetOf(request: IncomingMessage): string {
  return (
    String(request.headers['x-amz-target'] ?? '')
      .split('.')
      .at(-1) ?? ''
  )
}

function answer(response: ServerResponse, status: number, output: object): void {
  const body = Buffer.from(JSON.stringify(output))
  response.writeHead(status, {
    'content-type': 'application/x-amz-json-1.0',
    'content-length': body.length,
    'x-amzn-requestid': randomUUID(),
    'x-amz-crc32': String(crc32(body)),
  })
  response.end(body)
}
