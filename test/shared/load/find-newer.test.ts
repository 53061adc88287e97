import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareSequencers, findNewer } from '../../../shared/load/find-newer.ts'
import { first, item } from './support/fakes.ts'

test('sequencers compare as text, the shorter one padded with zeros on its right', () => {
  expect(compareSequencers('0055', '0056')).toBe(-1)
  expect(compareSequencers('0055AE', '0055')).toBe(1)
  expect(compareSequencers('0055', '005500')).toBe(0)
  const hex = fc.stringMatching(/^[0-9A-F]{1,20}$/)
  fc.assert(
    fc.property(hex, hex, (one, other) => {
      expect(compareSequencers(one, other)).toBe(-compareSequencers(other, one) || 0)
    }),
  )
})

test('the bucket’s listing is asked only where a sequencer is missing', async () => {
  const unlisted = { newestFirst: () => Promise.reject(new Error('asked')) }
  const others = [item({ version: 'v2' }), item({ version: 'v0', sequencer: '01' })]
  expect(await findNewer(first, others, unlisted)).toEqual([others[0]])
})

test('in the listing the earlier one is newer, and what is not listed is not', async () => {
  const { sequencer: _none, ...plain } = item()
  const others = ['v2', 'v0', 'deleted'].map((version) => ({ ...plain, version }))
  const newer = await findNewer(first, others, { newestFirst: async () => ['v2', 'v1', 'v0'] })
  expect(newer.map(({ version }) => version)).toEqual(['v2'])
})
