import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ApiError } from '../protocol/api-error.ts'
import { toXml } from '../protocol/xml.ts'
import type { S3Answer } from './action.ts'
import { S3Error } from './s3-error.ts'

export const S3_NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/'

export async function sendAnswer(
  response: ServerResponse,
  answer: S3Answer,
  requestId: string,
): Promise<void> {
  const xml = answer.xml && toXml(answer.xml)
  response.writeHead(answer.status ?? 200, {
    ...requestHeaders(requestId),
    ...(xml === undefined
      ? {}
      : { 'content-type': 'application/xml', 'content-length': Buffer.byteLength(xml) }),
    ...defined(answer.headers ?? {}),
  })
  await answer.content?.(response)
  response.end(xml)
}

export async function sendError(
  response: ServerResponse,
  error: ApiError,
  request: IncomingMessage,
  requestId: string,
): Promise<void> {
  // The answer to a HEAD and a 304 have no body: the SDK makes the error's name out of the status.
  const bare = request.method === 'HEAD' || error.status === 304
  await sendAnswer(
    response,
    {
      status: error.status,
      headers: error instanceof S3Error ? error.headers : {},
      ...(bare
        ? {}
        : {
            xml: {
              Error: {
                Code: error.code,
                Message: error.message,
                Resource: request.url,
                RequestId: requestId,
                HostId: requestId,
              },
            },
          }),
    },
    requestId,
  )
}

function requestHeaders(requestId: string): Record<string, string> {
  return { 'x-amz-request-id': requestId, 'x-amz-id-2': requestId, server: 'AmazonS3' }
}

function defined(headers: Record<string, string | number | undefined>): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(headers).filter((entry): entry is [string, string | number] => entry[1] !== undefined),
  )
}
