import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createPlaces, type Wish } from '../../../shared/queue/create-places.ts'
import { OBJECT_BYTES_MAX } from '../../../shared/queue/limits.ts'

const MIB = 1024 * 1024

function wish(item: string, bytes: number | undefined, alone = false): Wish<string> {
  return { item, bytes, alone }
}

function setup(limits: { objectsAtOnce?: number; bytesAtOnce?: number }, ...wishes: Wish<string>[]) {
  const places = createPlaces<string>(limits)
  for (const each of wishes) places.add(each)
  const begun = () => {
    const found: Wish<string>[] = []
    for (let next = places.next(); next; next = places.next()) found.push(next)
    return found
  }
  return { places, begun }
}

const items = (wishes: readonly Wish<string>[]) => wishes.map(({ item }) => item)

describe('places', () => {
  test('are as many as objects may be worked at once', () => {
    const { places, begun } = setup({ objectsAtOnce: 2 }, wish('a', 1), wish('b', 1), wish('c', 1))
    const [a] = begun()
    expect(places.free()).toBe(0)
    places.leave(a as Wish<string>)
    expect(items(begun())).toEqual(['c'])
  })

  test('are fewer for large objects, and the small ones among those that wait go first', () => {
    const { begun } = setup({ bytesAtOnce: 10 * MIB }, wish('a', 6 * MIB), wish('b', 6 * MIB), wish('c', MIB))
    expect(items(begun())).toEqual(['a', 'c'])
  })

  test('count an object of unknown size as a large one, and a huge one as no more than what a load holds', () => {
    const three = { bytesAtOnce: 3 * OBJECT_BYTES_MAX }
    const wishes = ['a', 'b', 'c', 'd'].map((item) => wish(item, undefined))
    expect(items(setup(three, ...wishes).begun())).toEqual(['a', 'b', 'c'])
    const huge = ['a', 'b', 'c', 'd'].map((item) => wish(item, 64 * MIB))
    expect(items(setup(three, ...huge).begun())).toEqual(['a', 'b', 'c'])
  })

  test('always have one for an object that is larger than all of them', () => {
    const { begun } = setup({ bytesAtOnce: MIB }, wish('a', 64 * MIB), wish('b', 0))
    expect(items(begun())).toEqual(['a'])
  })

  test('are none for more messages while others wait, or all bytes are taken', () => {
    const { places, begun } = setup({ objectsAtOnce: 4, bytesAtOnce: 2 * MIB }, wish('a', 2 * MIB))
    expect(places.free()).toBe(0)
    const [a] = begun()
    expect(places.free()).toBe(0)
    places.leave(a as Wish<string>)
    expect(places.free()).toBe(4)
  })

  test('are given to one that is to be worked alone last, and to no other beside it', () => {
    const { places, begun } = setup({}, wish('alone', 1, true), wish('a', 1))
    const [a] = begun()
    expect(a?.item).toBe('a')
    places.leave(a as Wish<string>)
    expect(items(begun())).toEqual(['alone'])
    places.add(wish('b', 1))
    expect(begun()).toEqual([])
    expect(places.takeWaiting()).toEqual(['b'])
  })

  test('keep to both bounds and let each in, whatever comes', () => {
    const anyWish = fc.record({
      bytes: fc.option(fc.integer({ min: 0, max: 3 * OBJECT_BYTES_MAX }), { nil: undefined }),
      alone: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(anyWish, { maxLength: 12 }), fc.nat(2 * OBJECT_BYTES_MAX), (all, bytesAtOnce) => {
        const { places, begun } = setup(
          { objectsAtOnce: 3, bytesAtOnce },
          ...all.map((each, place) => ({ ...each, item: String(place) })),
        )
        const atWork: Wish<string>[] = []
        let worked = 0
        while (worked < all.length) {
          atWork.push(...begun())
          const bytes = atWork.reduce(
            (sum, each) => sum + Math.min(each.bytes ?? OBJECT_BYTES_MAX, OBJECT_BYTES_MAX),
            0,
          )
          const within = bytes <= bytesAtOnce && atWork.length <= 3 && !atWork.some(({ alone }) => alone)
          expect(atWork.length === 1 || within).toBe(true)
          places.leave(atWork.shift() as Wish<string>)
          worked++
        }
        expect(places.isIdle()).toBe(true)
      }),
    )
  })
})
