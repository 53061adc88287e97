const PLACES_AT_FIRST = 8_192
const GOLDEN_RATIO = 0x9e3779b1

/** A set of 32-bit hashes, without an object for each. */
export interface HashSet {
  /** False where it was in already. */
  add(hash: number): boolean
  delete(hash: number): void
  readonly size: number
}

/** Of a power of two of places. Open addressing with linear probing. Deletion closes the gap, so that the table does not fill with graves. */
export function createHashSet(placesAtFirst = PLACES_AT_FIRST): HashSet {
  let places = new Int32Array(placesAtFirst)
  let mask = placesAtFirst - 1
  let shift = Math.clz32(mask)
  let size = 0
  // 0 is the empty place, so that this one hash stands beside the table.
  let hasZero = false

  return {
    add: (hash) => {
      if (hash === 0) return addZero()
      const place = find(hash)
      if (places[place] === hash) return false
      places[place] = hash
      if (++size * 2 > mask) grow()
      return true
    },
    delete: (hash) => {
      if (hash === 0) hasZero = false
      const place = find(hash)
      if (hash === 0 || places[place] !== hash) return
      size--
      closeGap(place)
    },
    get size() {
      return size + Number(hasZero)
    },
  }

  function addZero(): boolean {
    const isNew = !hasZero
    hasZero = true
    return isNew
  }

  /** Where the value is, or where it would go. */
  function find(value: number): number {
    let place = home(value)
    while (places[place] !== 0 && places[place] !== value) place = (place + 1) & mask
    return place
  }

  function home(value: number): number {
    return Math.imul(value, GOLDEN_RATIO) >>> shift
  }

  /** What stands behind the gap moves into it, unless its home lies behind the gap as well. */
  function closeGap(from: number): void {
    let gap = from
    for (let next = (gap + 1) & mask; places[next] !== 0; next = (next + 1) & mask) {
      const value = places[next] as number
      if (((next - home(value)) & mask) < ((next - gap) & mask)) continue
      places[gap] = value
      gap = next
    }
    places[gap] = 0
  }

  function grow(): void {
    const old = places
    places = new Int32Array(old.length * 2)
    mask = places.length - 1
    shift = Math.clz32(mask)
    for (const value of old) if (value !== 0) places[find(value)] = value
  }
}
