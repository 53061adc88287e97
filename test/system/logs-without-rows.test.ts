import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startStack } from './stack.ts'

// Logs are read by more people than rows are, and kept elsewhere: what a row has does not stand in them. (A header that does
// not fit is told by the names that it has.)

/** Nothing but a row has it. */
const CELL = 'Vertraulich'
const HEADER = 'iata,name,city,state,country,latitude,longitude'

let stack: Awaited<ReturnType<typeof startStack>>
beforeAll(async () => {
  stack = await startStack()
})
afterAll(() => stack?.close())

test.each([
  { file: 'loaded.csv', status: 'loaded', rows: [`AAA,${CELL},${CELL},IL,USA,1,2`] },
  { file: 'rejected.csv', status: 'rejected', rows: [`${CELL},n,c,IL,USA,1,2`, `BBB,n,c,IL,USA,${CELL},2`] },
])(
  'no cell of a file that is $status stands in a log or on the screen: $file',
  async ({ file, status, rows }) => {
    const key = `airports/${file}`
    const version = await stack.upload(key, `${HEADER}\n${rows.join('\n')}\n`)
    await stack.settled(key, version, status)
    await vi.waitFor(() => expect(logs()).toMatch(RegExp(`The load ends: ${status}.*${key}`)), {
      timeout: 10_000,
    })
    expect(logs()).not.toContain(CELL)
    expect(stack.screen.join('\n')).not.toContain(CELL)
  },
)

function logs(): string {
  const folder = join(stack.dataFolder, 'logs')
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n')
}
