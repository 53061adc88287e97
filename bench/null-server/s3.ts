import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import type { Socket } from 'node:net'
import { dateHeader, type HttpRequest, headerOf, send } from './http-server.ts'
import { VERSION_ID, versionList } from './version-list.ts'

/** Objects of the landing bucket by key, each a file on disk. */
export interface NullS3 {
  readonly counts: { gets: number; rejectLines: number; readonly unknown: string[] }
  answer(request: HttpRequest, socket: Socket): void
  close(): void
}

interface StoredObject {
  readonly fd: number
  readonly size: number
  readonly headers: string
  readonly etag: string
}

const CHUNK_BYTES = 1024 * 1024
const XML = 'application/xml'
const NEW_LINE = 10

/** GetObject with ranges, listings, and what is put. What it does not know it answers with 501. */
export function createNullS3(
  files: Readonly<Record<string, string>>,
  versions: Readonly<Record<string, number>> = {},
): NullS3 {
  const objects = new Map(Object.entries(files).map(([key, file]) => [key, openObject(file)]))
  /** What the loader puts: it reads parts of its reject file again. */
  const parts = new Map<string, Buffer>()
  const counts = { gets: 0, rejectLines: 0, unknown: [] as string[] }

  return {
    counts,
    answer({ method, path, head, body }, socket) {
      const [pathname = '', query = ''] = path.split('?')
      const key = decodeURIComponent(pathname.split('/').slice(2).join('/'))
      const object = objects.get(key)
      const part = parts.get(key)
      if (method === 'GET' && object) {
        counts.gets += 1
        sendRange(socket, object, head)
      } else if (method === 'GET' && key === '' && query.includes('versions')) {
        send(socket, '200 OK', XML, versionList(new URLSearchParams(query), versions))
      } else if (method === 'HEAD' && object) {
        sendHead(socket, '200 OK', object, object.size)
      } else if (method === 'PUT' && query.startsWith('x-id=PutObject')) {
        if (key.startsWith('rejects/')) counts.rejectLines += body.reduce(lineEnds, 0)
        parts.set(key, Buffer.from(body))
        send(socket, '200 OK', XML, '', 'ETag: "0"\r\n')
      } else if (method === 'GET' && part) {
        socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${part.length}\r\nDate: ${dateHeader()}\r\n\r\n`)
        socket.write(part)
      } else if (method === 'DELETE') {
        parts.delete(key)
        send(socket, '204 No Content', XML, '')
      } else {
        counts.unknown.push(`a request of S3 that no loader makes: ${method} ${path}`)
        send(socket, '501 Not Implemented', XML, '<Error><Code>NotImplemented</Code></Error>')
      }
    },
    close() {
      for (const { fd } of objects.values()) closeSync(fd)
    },
  }
}

function openObject(file: string): StoredObject {
  const fd = openSync(file, 'r')
  const { size, mtime } = fstatSync(fd)
  const etag = `"${size.toString(16)}"`
  const headers = `ETag: ${etag}\r\nLast-Modified: ${mtime.toUTCString()}\r\nx-amz-version-id: ${VERSION_ID}\r\nAccept-Ranges: bytes\r\nContent-Type: application/octet-stream\r\n`
  return { fd, size, headers, etag }
}

function sendRange(socket: Socket, object: StoredObject, head: string): void {
  const { fd, size, etag } = object
  const ifMatch = headerOf(head, 'if-match')
  const range = /^bytes=(\d+)-(\d*)$/.exec(headerOf(head, 'range') ?? '')
  const from = range ? Number(range[1]) : 0
  const end = range?.[2] ? Math.min(Number(range[2]) + 1, size) : size
  if (ifMatch !== undefined && ifMatch.replaceAll('"', '') !== etag.replaceAll('"', '')) {
    send(socket, '412 Precondition Failed', XML, '<Error><Code>PreconditionFailed</Code></Error>')
  } else if (range && from >= size) {
    send(socket, '416 Range Not Satisfiable', XML, '<Error><Code>InvalidRange</Code></Error>')
  } else {
    const status = range ? `206 Partial Content\r\nContent-Range: bytes ${from}-${end - 1}/${size}` : '200 OK'
    sendHead(socket, status, object, end - from)
    sendChunks(socket, fd, from, end)
  }
}

function sendHead(socket: Socket, status: string, { headers }: StoredObject, length: number): void {
  socket.write(`HTTP/1.1 ${status}\r\nContent-Length: ${length}\r\n${headers}Date: ${dateHeader()}\r\n\r\n`)
}

/** Reads on when the last chunk went out, so that a slow reader costs no memory. */
function sendChunks(socket: Socket, fd: number, from: number, end: number): void {
  if (from >= end || socket.destroyed) return
  const chunk = Buffer.allocUnsafeSlow(Math.min(CHUNK_BYTES, end - from))
  readSync(fd, chunk, 0, chunk.length, from)
  socket.write(chunk, (error) => {
    if (!error) sendChunks(socket, fd, from + chunk.length, end)
  })
}

function lineEnds(count: number, byte: number): number {
  return byte === NEW_LINE ? count + 1 : count
}
