import { expect, test } from 'vitest'
import { createEndLoad } from '../../../shared/load/end-load.ts'
import { StevedoreError } from '../../../shared/platform/error.ts'
import { first, item, setup } from './support/fakes.ts'

const attempt = { object: first, number: 1, owner: 'me' }

test('a settled load keeps no checkpoint', async () => {
  const { deps, memory, ledgerItem } = setup()
  memory.put(item({ owner: 'me', checkpoint: { attempt: 1 } }))
  expect(await createEndLoad(deps).settle(attempt, { status: 'loaded' })).toBe(true)
  expect(ledgerItem('v1')).not.toHaveProperty('checkpoint')
})

test('an end that is refused, since this very attempt came to another one, is not taken for its own', async () => {
  const { deps, memory, ledgerItem } = setup()
  memory.put(item({ owner: 'me', status: 'loaded' }))
  expect(await createEndLoad(deps).settle(attempt, { status: 'failed' })).toBe(false)
  expect(ledgerItem('v1')?.status).toBe('loaded')
})

test('an end that another claim wrote under the same number is not taken for its own', async () => {
  const { deps, memory } = setup()
  memory.put(item({ owner: 'other', status: 'loaded' }))
  expect(await createEndLoad(deps).settle(attempt, { status: 'loaded' })).toBe(false)
})

test('a long message is shortened: what stands in a file may have come into it', async () => {
  const { deps, memory, letters, ledgerItem } = setup()
  memory.put(item({ owner: 'me' }))
  const error = new StevedoreError('object.access-denied', 'x'.repeat(300_000))
  expect(await createEndLoad(deps).settle(attempt, { status: 'failed', error })).toBe(true)
  expect(ledgerItem('v1')?.error?.message).toBe(`${'x'.repeat(2_000)}…`)
  expect(letters[0]?.reason).toBe(`object.access-denied: ${'x'.repeat(2_000)}…`)
})
