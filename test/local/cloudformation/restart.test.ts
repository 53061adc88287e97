import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { requestSetup } from './request.ts'
import { queue, thing } from './setup.ts'

const TEMPLATE = {
  Resources: { One: thing({ Name: 'one' }), Free: thing() },
  Outputs: { Id: { Value: { Ref: 'Free' } } },
}

test('a stack of an earlier run is brought back with its id, its names and its events', async () => {
  const before = await requestSetup()
  const created = await before.create(TEMPLATE)
  const after = await requestSetup({ dataFolder: before.dataFolder })
  expect(await after.cloudformation.restore()).toMatchObject([{ name: 'harbour' }])
  expect(after.made.map(({ logicalId }) => logicalId)).toEqual(['One', 'Free'])
  expect(await after.stack()).toEqual(created)
  expect(await after.events()).toEqual(await before.events())
})

test('what has the address of the runtime in its id stays at another address', async () => {
  const template = { Resources: { Queue: queue({}), User: thing({ Items: [{ Ref: 'Queue' }] }) } }
  const before = await requestSetup()
  await before.create(template)
  const { dataFolder } = before
  const after = await requestSetup({ dataFolder, endpoint: 'http://127.0.0.1:2' })
  await after.cloudformation.restore()
  expect(after.removed).toEqual([])
  expect(after.properties().User).toEqual({ Items: [expect.stringMatching(/^http:\/\/127\.0\.0\.1:2\//)] })
})

test('at a start with another template, what left it goes', async () => {
  const before = await requestSetup()
  await before.create(TEMPLATE)
  const { deploy, there, removed, stack } = await requestSetup({ dataFolder: before.dataFolder })
  for (const [name, properties] of before.there) there.set(name, properties)
  await deploy({ Resources: { Free: thing() } })
  expect(removed).toEqual(['one'])
  expect(await stack()).toMatchObject({ StackStatus: 'UPDATE_COMPLETE' })
})

test.each([
  ['CREATE_IN_PROGRESS', 'CREATE_FAILED'],
  ['DELETE_IN_PROGRESS', 'DELETE_FAILED'],
])('%s that the end of the runtime cut off is %s, and nothing is made', async (status, seen) => {
  const before = await requestSetup()
  await before.create(TEMPLATE)
  const file = join(before.dataFolder, 'cloudformation', 'harbour.json')
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace('"status":"CREATE_COMPLETE"', `"status":"${status}"`),
  )
  const after = await requestSetup({ dataFolder: before.dataFolder })
  expect(await after.cloudformation.restore()).toEqual([])
  expect(after.made).toEqual([])
  expect(await after.stack()).toMatchObject({ StackStatus: seen })
})

test('a file that is damaged is named, with the way out', async () => {
  const { dataFolder, create } = await requestSetup()
  await create(TEMPLATE)
  writeFileSync(join(dataFolder, 'cloudformation', 'harbour.json'), '{"stack":{}}')
  await expect(requestSetup({ dataFolder })).rejects.toThrow(
    /harbour\.json cannot be read: [\s\S]*Remove the file/,
  )
})
