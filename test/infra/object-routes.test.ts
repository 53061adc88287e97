import fc from 'fast-check'
import { expect, test } from 'vitest'
import { objectRoutes } from '../../infra/object-routes.ts'
import { compilePattern } from '../../local/events/pattern/compile-pattern.ts'
import { matchDataset } from '../../shared/dataset/match-dataset.ts'

const QUEUE = { routeBytes: 100, launch: 'queue' }
const AIRPORTS = { name: 'airports', match: 'airports/**/*.csv', when: 'hourly' } as const
const ORDERS = { name: 'orders', match: 'orders/*.csv', when: 'arrival' } as const

/** The ways that an object takes. */
function waysOf(routes: { small: object; large: object }, object: { key: string; size?: number }): string[] {
  return (['small', 'large'] as const).filter((way) =>
    compilePattern(JSON.stringify({ detail: { object: routes[way] } }))({ detail: { object } }),
  )
}

test('files that wait for the hour take the way of large ones, others that of their size', () => {
  const routes = objectRoutes([AIRPORTS, ORDERS], QUEUE)
  expect(routes.hourly).toEqual([{ name: 'airports', match: AIRPORTS.match }])
  for (const size of [0, 100, 101, undefined]) {
    const sized = size === undefined ? {} : { size }
    expect(waysOf(routes, { key: 'airports/a.csv', ...sized })).toEqual(['large'])
    expect(waysOf(routes, { key: 'orders/a.csv', ...sized })).toEqual([size === 101 ? 'large' : 'small'])
  }
})

test.each([
  ['a file of another dataset may lie under its prefix', [{ ...AIRPORTS, match: '*/airports.csv' }, ORDERS]],
  ['its prefix lies under that of another', [AIRPORTS, { ...ORDERS, match: 'air*/*.tsv' }]],
  [
    'an hourly one that meets a third stands between',
    [
      { ...AIRPORTS, match: 'a/b/*.csv' },
      { name: 'between', match: 'a/*.tsv', when: 'hourly' },
      { ...ORDERS, match: 'a/c*.ndjson' },
    ],
  ],
  [
    'there are too many for the environment of a function',
    Array.from({ length: 60 }, (_, place) => ({
      ...AIRPORTS,
      name: `dataset-${place}`,
      match: `folder-${place}/**/*.csv`,
    })),
  ],
] as const)('where %s, every file goes by its size', (_why, datasets) => {
  expect(objectRoutes(datasets, QUEUE)).toEqual(objectRoutes([ORDERS], QUEUE))
})

test('where the rule itself starts tasks, every file goes by its size', () => {
  const direct = { ...QUEUE, launch: 'direct' }
  expect(objectRoutes([AIRPORTS, ORDERS], direct)).toEqual(objectRoutes([ORDERS], direct))
})

const segment = fc.constantFrom('a', 'b', 'ab', '*', 'a*', '?', '{a,b}')
const match = fc
  .tuple(fc.array(fc.oneof(segment, fc.constant('**')), { maxLength: 2 }), segment)
  .map(([folders, name]) => [...folders, `${name}.csv`].join('/'))
const datasets = fc.array(
  fc.record({
    name: fc.constantFrom('one', 'two', 'three'),
    match,
    when: fc.constantFrom('hourly', 'arrival'),
  }),
  { maxLength: 4 },
)
const key = fc
  .array(fc.constantFrom('a', 'b', 'ab', '/', '.csv', '?', '*'), { maxLength: 8 })
  .map((parts) => parts.join(''))

test('F06 every file takes exactly one way, and one that is to be loaded on arrival that of its size', () => {
  fc.assert(
    fc.property(datasets, key, fc.nat(200), (all, key, size) => {
      const routes = objectRoutes(all, QUEUE)
      const ways = waysOf(routes, { key, size })
      expect(ways).toHaveLength(1)
      const bySize = size > QUEUE.routeBytes ? 'large' : 'small'
      const arrives = matchDataset(
        all.filter(({ when }) => when === 'arrival'),
        key,
      )
      if (arrives) expect(ways).toEqual([bySize])
      else if (matchDataset(routes.hourly, key)) expect(ways).toEqual(['large'])
    }),
    { numRuns: 2_000 },
  )
})
