import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { createHttpServer, headerOf, send } from '../../bench/null-server/http-server.ts'

const opened: (() => void)[] = []
afterEach(() => {
  for (const close of opened.splice(0)) close()
})

async function setup() {
  const seen: string[] = []
  const server = createHttpServer(({ method, path, head, body }, socket) => {
    seen.push(`${method} ${path} ${headerOf(head, 'x-name')} ${body}`)
    send(socket, '200 OK', 'text/plain', `${seen.length}`)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const socket = connect({ port: (server.address() as AddressInfo).port, noDelay: true })
  opened.push(() => {
    socket.destroy()
    server.close()
  })
  let answers = ''
  socket.on('data', (chunk) => {
    answers += chunk
  })
  const answered = async (count: number) => {
    while (answers.split('HTTP/1.1 200 OK').length <= count) await once(socket, 'data')
  }
  return { socket, seen, answered }
}

const post = (name: string, body: string) =>
  `POST /a?b HTTP/1.1\r\nX-Name: ${name}\r\nContent-Length: ${body.length}\r\n\r\n${body}`

test('a request is the same wherever it was cut', async () => {
  const { socket, seen, answered } = await setup()
  const bytes = post('one', 'some body')
  for (let cut = 1; cut < bytes.length; cut += 7) {
    socket.write(bytes.slice(0, cut))
    await new Promise(setImmediate)
    socket.write(bytes.slice(cut))
    await answered(seen.length + 1)
  }
  expect(new Set(seen)).toEqual(new Set(['POST /a?b one some body']))
})

test('requests that come together are answered one after another', async () => {
  const { socket, seen, answered } = await setup()
  socket.write(`${post('one', '1')}${post('two', '')}GET / HTTP/1.1\r\nx-name: three\r\n\r\n`)
  await answered(3)
  expect(seen).toEqual(['POST /a?b one 1', 'POST /a?b two ', 'GET / three '])
})
