import { type HttpRequest, headerOf } from './http-server.ts'

/** How often each operation of a service was asked for. */
export function createRequestCounts() {
  const counts: Record<string, number> = {}
  return {
    count(request: HttpRequest): void {
      const name = requestName(request)
      counts[name] = (counts[name] ?? 0) + 1
    },
    all: (): Readonly<Record<string, number>> => ({ ...counts }),
  }
}

/** Such as `DynamoDB Query` or `S3 GetObject`. */
export function requestName({ method, path, head }: Pick<HttpRequest, 'method' | 'path' | 'head'>): string {
  const target = headerOf(head, 'x-amz-target')
  if (target === undefined) return `S3 ${objectOperation(method, path)}`
  const [service = '', operation = ''] = target.split('.')
  return `${service.startsWith('DynamoDB') ? 'DynamoDB' : 'SQS'} ${operation}`
}

function objectOperation(method: string, path: string): string {
  if (method === 'GET') return /[?&]versions/.test(path) ? 'ListObjectVersions' : 'GetObject'
  return { HEAD: 'HeadObject', PUT: 'PutObject', DELETE: 'DeleteObject' }[method] ?? `${method} ${path}`
}
