import { expect, test } from 'vitest'
import type { Dataset } from '../../../shared/dataset/dataset.ts'
import { createLoadObject } from '../../../shared/load/load-object.ts'
import { StevedoreError } from '../../../shared/platform/error.ts'
import { alteredReader } from './support/altered-reader.ts'
import { first, NAME, setup, things } from './support/fakes.ts'
import { tablesOf } from './support/memory-table.ts'

// A load is found in the log by its object version and its attempt, whoever writes a line of it.

const ROWS = Array.from({ length: 60 }, (_, place) => `k${place},1\n`).join('')

const json: Dataset = { ...things, format: { kind: 'json', path: ['items'] } }

type World = ReturnType<typeof setup>

/** What each line says, and whether it says whose line it is. */
function told({ lines }: World) {
  return lines.map((line) => {
    const { message, object, versionId, attempt } = JSON.parse(line)
    return { message, object, versionId, attempt }
  })
}

function expectOwn(world: World) {
  for (const line of told(world)) expect(line).toMatchObject({ object: NAME, versionId: 'v1', attempt: 1 })
  return told(world).map(({ message }) => message)
}

test('a load says so on each line, also where its lease, its table and its rejects give trouble', async () => {
  const world = setup({ files: { v1: `id,n\n${ROWS}bad,x\n` } })
  const { deps, clock } = world
  let sent = 0
  let renewals = 0
  await world.load(first, {
    datasets: [{ ...things, rejectLimit: { kind: 'percent', percent: 50 } }],
    leases: {
      ...deps.leases,
      renew: async (...request) => {
        if (++renewals === 1) throw new Error('away')
        return deps.leases.renew(...request)
      },
      release: () => Promise.reject(new Error('away')),
    },
    ranges: {
      read: async (...request) => {
        await clock.sleep(12_000)
        return deps.ranges.read(...request)
      },
    },
    tables: tablesOf(async (...request) =>
      ++sent === 1
        ? { kind: 'throttled', reason: 'table', error: new Error('slow down') }
        : world.send(...request),
    ),
    rejects: { ...deps.rejects, removeParts: () => Promise.reject(new Error('denied')) },
  })
  expect(expectOwn(world)).toEqual(
    expect.arrayContaining([
      'The load begins',
      'The table takes rows more slowly than they are read: they are sent again',
      'The lease could not be renewed, trying again',
      'The load ends: loaded',
      'The lease could not be deleted: it runs out by itself',
    ]),
  )
})

test('a load that must wait says so with its attempt', async () => {
  const world = setup()
  const away = new StevedoreError('dependency.unavailable', 'S3 is away')
  await world.load(first, { ranges: { read: () => Promise.reject(away) } })
  expect(expectOwn(world)).toContain('The load is for later')
})

test('a fault of our own is logged with the load that it struck', async () => {
  const world = setup()
  const createRowReader = alteredReader(() => {
    throw new RangeError('a bug')
  })
  await expect(world.load(first, { createRowReader })).rejects.toThrow('a bug')
  expect(expectOwn(world)).toContain('The load is interrupted by a fault')
})

test('a load that is handed back says so with its attempt', async () => {
  const world = setup({ files: { v1: `id,n\n${ROWS}` } })
  const stop = new AbortController()
  const tables = tablesOf(async (...request) => {
    stop.abort(new Error('SIGTERM'))
    await world.clock.sleep(4_500)
    return world.send(...request)
  })
  await world.clock.until(createLoadObject({ ...world.deps, tables })(first, { signal: stop.signal }))
  expect(expectOwn(world)).toContain('The load is handed back')
})

test('what is said before an attempt begins names the object version', async () => {
  const world = setup()
  await world.load()
  world.lines.length = 0
  await world.load()
  expect(told(world)).toMatchObject([{ object: NAME, versionId: 'v1' }])
})

test.each([
  ['a file without a header', things, 'secret,1\nb,2\n'],
  ['a header with a misplaced quote', things, 'id,n"secret"\nb,2\n'],
  ['a document without the array', json, '{"items":"secret"}'],
  ['a document that is no JSON', json, '{"items":[],"more" "secret"}'],
  ['a value that is no JSON', json, '{"more":secret,"items":[]}'],
])(
  'what stands in %s is in the ledger and in the rejects, and not in the log',
  async (_what, dataset, file) => {
    const { load, lines, ledgerItem, stored } = setup({ files: { v1: file }, datasets: [dataset] })
    expect(await load()).toMatchObject({ status: 'rejected' })
    expect(lines.join('')).toContain('The load ends: rejected')
    expect(lines.join('')).not.toContain('secret')
    expect(ledgerItem('v1')?.error?.message).toContain('secret')
    expect([...stored.values()].join('')).toContain('secret')
  },
)
