import { expect, test } from 'vitest'
import { createEndLoad } from '../../../shared/load/end-load.ts'
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
