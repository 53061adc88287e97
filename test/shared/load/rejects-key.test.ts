import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isOverLimit, type RejectLimit } from '../../../shared/load/reject-limit.ts'
import { rejectsPlace } from '../../../shared/load/rejects-key.ts'
import { first } from './support/fakes.ts'

test('rejects lie under their dataset, key and version, at each attempt the same', () => {
  const place = rejectsPlace('things', first)
  expect(place.fileKey).toBe('rejects/things/things/a.csv/v1.ndjson')
  expect(place.partKey('3-17')).toBe('parts/things/things/a.csv/v1/3-17')
})

test('no key is longer than S3 takes, and different objects have different ones', () => {
  const key = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1024 })
  fc.assert(
    fc.property(key, key, (one, other) => {
      const [a, b] = [one, other].map((name) => rejectsPlace('things', { ...first, key: name }))
      expect(Buffer.byteLength(a?.partKey('99999-99999999999') ?? '')).toBeLessThanOrEqual(1024)
      expect(a?.fileKey === b?.fileKey).toBe(one === other)
    }),
  )
})

test.each<[RejectLimit, number, number, boolean, boolean]>([
  [{ kind: 'rows', rows: 2 }, 100, 2, false, false],
  [{ kind: 'rows', rows: 2 }, 100, 3, false, true],
  [{ kind: 'percent', percent: 5 }, 100, 6, false, false],
  [{ kind: 'percent', percent: 5 }, 100, 5, true, false],
  [{ kind: 'percent', percent: 5 }, 100, 6, true, true],
  [{ kind: 'percent', percent: 5 }, 0, 0, true, false],
  [{ kind: 'percent', percent: 0 }, 100, 1, false, true],
])(
  'of %j with %i read and %i refused, at the end: %s, over is %s',
  (limit, rowsRead, rowsRejected, end, over) => {
    expect(isOverLimit(limit, { rowsRead, rowsRejected }, end)).toBe(over)
  },
)
