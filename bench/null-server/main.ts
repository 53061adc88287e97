import type { AddressInfo } from 'node:net'
import { createArrivals } from './arrivals.ts'
import { createNullDynamodb } from './dynamodb.ts'
import { createHttpServer, headerOf } from './http-server.ts'
import type { FromServer, RunOrder, RunReport, ToServer } from './protocol.ts'
import { createRequestCounts } from './request-counts.ts'
import { createNullS3 } from './s3.ts'
import { createNullSqs } from './sqs.ts'

// S3, DynamoDB and SQS that answer at once and keep nothing. A process of its own, so that its work is not counted as
// the loader's. It ends with the one that started it.

type Run = ReturnType<typeof beginRun>

let run: Run = beginRun({ kind: 'begin', objects: {}, messages: [], ledgerTable: '' })

const server = createHttpServer((request, socket) => {
  run.requests.count(request)
  const target = headerOf(request.head, 'x-amz-target')
  const [service = '', action = ''] = target?.split('.') ?? []
  if (target === undefined) run.s3.answer(request, socket)
  else if (service.startsWith('DynamoDB')) run.dynamodb.answer(action, request, socket)
  else run.sqs.answer(action, request, socket)
})

server.listen(0, '127.0.0.1', () => {
  tell({ kind: 'listening', port: (server.address() as AddressInfo).port })
})

process.on('message', (message: ToServer) => {
  if (message.kind === 'end') {
    tell({ kind: 'report', report: run.report() })
  } else {
    run.s3.close()
    run = beginRun(message)
    tell({ kind: 'ready' })
  }
})
process.on('disconnect', () => process.exit())
// Ctrl-C goes to all processes of the terminal; the end comes from the one that started this one.
process.on('SIGINT', () => undefined)

function beginRun(order: RunOrder) {
  const arrivals = createArrivals(order.expected)
  const s3 = createNullS3(order.objects, order.versions)
  const dynamodb = createNullDynamodb(arrivals, order.ledgerTable)
  const sqs = createNullSqs(order.messages, () => tell({ kind: 'queue-empty' }))
  const requests = createRequestCounts()
  const cpuBefore = process.cpuUsage()
  const begunAt = performance.now()
  return { s3, dynamodb, sqs, requests, report }

  function report(): RunReport {
    const { user, system } = process.cpuUsage(cpuBefore)
    return {
      arrived: arrivals.counts,
      rejectLines: s3.counts.rejectLines,
      ...dynamodb.counts,
      gets: s3.counts.gets,
      requests: requests.all(),
      messagesDeleted: sqs.counts.deleted,
      cpuSeconds: (user + system) / 1e6,
      wallSeconds: (performance.now() - begunAt) / 1000,
      faults: [...s3.counts.unknown, ...sqs.counts.unknown, ...arrivals.faults()],
    }
  }
}

function tell(message: FromServer): void {
  process.send?.(message)
}
