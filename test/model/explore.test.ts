import { expect, test } from 'vitest'
import { explore, type Model } from './explore.ts'

// A walker on the places 0, 1, 2, …, who is to come to place 3.
function walk(steps: (place: number) => readonly number[], broken: number[] = []): Model<number> {
  return {
    initial: 0,
    actions: (place) => steps(place).map((next) => ({ name: `to ${next}`, next })),
    keyOf: String,
    broken: (place) =>
      broken.includes(place) ? { promise: 'dry feet', why: `${place} is a pond` } : undefined,
    isEnd: (place) => place === 3,
  }
}

test('a model that can always come to its end has no fault', () => {
  const there = walk((place) => (place < 3 ? [place + 1, 0] : []))
  expect(explore(there, 10)).toEqual({ states: 4, ends: 1 })
})

test('a broken state is told with the shortest way to it', () => {
  const { fault } = explore(
    walk((place) => [place + 1, place + 2], [4]),
    10,
  )
  expect(fault).toEqual({ promise: 'dry feet', why: '4 is a pond', trace: ['to 2', 'to 4'] })
})

test('a state where nothing can happen is a fault unless it is an end', () => {
  const { fault } = explore(
    walk((place) => (place === 0 ? [3, 5] : [])),
    10,
  )
  expect(fault).toMatchObject({ promise: 'end', why: expect.stringContaining('nothing'), trace: ['to 5'] })
})

test('going round for ever is a fault where no end can be reached any more', () => {
  const round: Record<number, readonly number[]> = { 0: [3, 5], 5: [6], 6: [5] }
  const { fault } = explore(
    walk((place) => round[place] ?? []),
    10,
  )
  expect(fault).toMatchObject({ promise: 'end', why: expect.stringContaining('never'), trace: ['to 5'] })
})

test('a world without bounds is refused', () => {
  expect(() =>
    explore(
      walk((place) => [place + 1]),
      100,
    ),
  ).toThrow('More than 100 states')
})
