import type { IncomingMessage } from 'node:http'
import { ApiError } from './api-error.ts'

// The largest request any JSON or query API takes (DynamoDB: 16 MB). S3 bodies are streamed and never come here.
const BODY_BYTES_MAX = 16 * 1024 * 1024

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    bytes += chunk.length
    if (bytes > BODY_BYTES_MAX) {
      throw new ApiError('RequestEntityTooLarge', `The request is over ${BODY_BYTES_MAX} bytes.`, 413)
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
