import { PassThrough, Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { readObject } from '../../../local/s3/read-object.ts'
import type { Blobs } from '../../../local/s3/store/blobs.ts'
import { deleteMarker, type ObjectVersion } from '../../../local/s3/store/object-version.ts'

// Node warns of a leak, on the screen, once a stream has more than ten listeners for one event.
test('an object of many parts leaves no listener behind on the answer', async () => {
  const parts = Array.from({ length: 20 }, (_, part) => ({ blob: String.fromCharCode(97 + part), size: 1 }))
  const version = { ...deleteMarker(0), parts, size: parts.length } as unknown as ObjectVersion
  const out = new PassThrough()
  const before = out.listenerCount('error')
  let warnings = 0
  const count = () => warnings++
  process.on('warning', count)
  await readObject(lettersOf(), version).copyTo(out)
  await new Promise(setImmediate)
  process.off('warning', count)
  out.end()

  expect((await buffer(out)).toString()).toBe('abcdefghijklmnopqrst')
  expect(warnings).toBe(0)
  expect(out.listenerCount('error')).toBeLessThanOrEqual(before + 1)
})

function lettersOf(): Blobs {
  return {
    hold: () => ({ release: () => {} }),
    open: ({ blob }: { blob: string }) => Readable.from([Buffer.from(blob)]),
  } as unknown as Blobs
}
