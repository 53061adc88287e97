import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { queueIsEmpty } from './deliveries.ts'
import { startStack } from './stack.ts'
import type { Variant } from './variants.ts'

// Two versions of one key, uploaded at once, by every way that an object can take.

const ROWS = 3000

function file(mark: string): string {
  const rows = Array.from({ length: ROWS }, (_, index) => {
    const iata = index.toString(36).toUpperCase().padStart(3, '0')
    return `${iata},${mark},c,IL,USA,1,2`
  })
  return `iata,name,city,state,country,latitude,longitude\n${rows.join('\n')}\n`
}

describe.each<Variant>(['local', 'own-task', 'direct'])('on the stack %s', (variant) => {
  let stack: Awaited<ReturnType<typeof startStack>>
  beforeAll(async () => {
    stack = await startStack(variant)
  })
  afterAll(() => stack?.close())

  test('F02 F41 the rows of the newer version stand, and none of the two is lost', async () => {
    const key = 'airports/versions.csv'
    const older = await stack.upload(key, file('older'))
    const newer = await stack.upload(key, file('newer'))
    await stack.settled(key, newer, 'loaded')
    await stack.settled(key, older, 'loaded', 'superseded')

    const rows = await stack.rows(stack.outputs.AirportsTableName)
    expect(rows).toHaveLength(ROWS)
    expect(new Set(rows.map((row) => row.name?.S))).toEqual(new Set(['newer']))
    await queueIsEmpty(stack, stack.outputs.LoadsQueueUrl)
    await queueIsEmpty(stack, stack.outputs.LaunchesQueueUrl)
  })
})
