/** Works all of them, so many at once. After a first failure none begins; it is thrown when those under way have ended. */
export async function inParallel<Item>(
  items: Iterable<Item> | AsyncIterable<Item>,
  atOnce: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const iterator = each(items)
  let failed = false
  const lane = async () => {
    for (let next = await iterator.next(); !next.done && !failed; next = await iterator.next()) {
      try {
        await work(next.value)
      } catch (error) {
        failed = true
        throw error
      }
    }
  }
  const lanes = await Promise.allSettled(Array.from({ length: atOnce }, lane))
  await iterator.return(undefined)
  const broken = lanes.find((result) => result.status === 'rejected')
  if (broken) throw broken.reason
}

/** A generator answers calls that come at once in their order. */
async function* each<Item>(items: Iterable<Item> | AsyncIterable<Item>): AsyncGenerator<Item, void, unknown> {
  yield* items
}
