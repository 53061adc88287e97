import { expect, test } from 'vitest'
import { clientOf, lanesOf, say, startRowServer } from './support/row-server.ts'

const CLEAN = say('{"UnprocessedItems":{}}')

async function setup(connections: number) {
  const { endpoint, received, server } = await startRowServer(CLEAN)
  const opened = { count: 0 }
  server.on('connection', () => opened.count++)
  const { fast } = lanesOf(clientOf(endpoint), { connections })
  const send = (number: number) => fast('BatchWriteItem', Buffer.from(`{"number":${number}}`))
  return { send, received, opened, server }
}

test('no more connections are opened than are needed at once', async () => {
  const { send, opened } = await setup(8)
  for (let number = 0; number < 10; number++) await send(number)
  expect(opened.count).toBe(1)
  await Promise.all([1, 2, 3].map(send))
  expect(opened.count).toBe(3)
})

test('what finds no connection free waits for one, in the order of the calls', async () => {
  const { send, received, opened } = await setup(1)
  const numbers = Array.from({ length: 10 }, (_, number) => number)
  const answers = await Promise.all(numbers.map(send))
  expect(answers).toEqual(numbers.map(() => ({ kind: 'written' })))
  expect(received.map(({ body }) => JSON.parse(body).number)).toEqual(numbers)
  expect(opened.count).toBe(1)
})

test('a connection that broke makes room for those that wait', async () => {
  const { send, received, server } = await setup(1)
  server.once('connection', (socket) => void socket.destroy())
  const answers = await Promise.all([1, 2, 3].map(send))
  expect(answers.map(({ kind }) => kind)).toEqual(['no-answer', 'written', 'written'])
  expect(received).toHaveLength(2)
})
