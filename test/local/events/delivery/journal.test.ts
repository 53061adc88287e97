import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createJournal } from '../../../../local/events/delivery/journal.ts'

function newFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'journal-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'undelivered.ndjson')
}

test('what is added and not done is there for the next process', async () => {
  const file = newFile()
  const journal = createJournal<{ id: string; text: string }>(file)
  await journal.add([
    { id: '1', text: 'a\n"b"' },
    { id: '2', text: '😀' },
  ])
  await journal.done('1')
  expect(createJournal(file).pending()).toEqual([{ id: '2', text: '😀' }])
})

test('a line that was cut off by the end of the process is left out', async () => {
  const file = newFile()
  await createJournal(file).add([{ id: '1' }])
  appendFileSync(file, '{"add":{"id":"2"')
  const journal = createJournal(file)
  expect(journal.pending()).toEqual([{ id: '1' }])
  await journal.add([{ id: '3' }])
  expect(createJournal(file).pending()).toEqual([{ id: '1' }, { id: '3' }])
})

test('a journal with nothing to do stays short', async () => {
  const file = newFile()
  const journal = createJournal<{ id: string; text: string }>(file)
  for (let n = 0; n < 50; n++) {
    await journal.add([{ id: String(n), text: 'x'.repeat(5_000) }])
    await journal.done(String(n))
  }
  expect(statSync(file).size).toBeLessThan(80_000)
  await journal.close()
  expect(readFileSync(file, 'utf8')).toBe('')
})

test('a journal that is never idle is written anew before it grows without end', async () => {
  const file = newFile()
  const journal = createJournal<{ id: string; text: string }>(file)
  await journal.add([{ id: 'stuck', text: 'x' }])
  for (let n = 0; n < 40; n++) {
    await journal.add([{ id: String(n), text: 'x'.repeat(1_000_000) }])
    await journal.done(String(n))
  }
  expect(statSync(file).size).toBeLessThan(18_000_000)
  expect(createJournal(file).pending()).toEqual([{ id: 'stuck', text: 'x' }])
})

test('entries added at once are all there when their calls resolve', async () => {
  const file = newFile()
  const journal = createJournal<{ id: string }>(file)
  const ids = Array.from({ length: 500 }, (_, n) => String(n))
  await Promise.all(ids.map((id) => journal.add([{ id }])))
  await Promise.all(ids.slice(1).map((id) => journal.done(id)))
  expect(createJournal(file).pending()).toEqual([{ id: '0' }])
})
