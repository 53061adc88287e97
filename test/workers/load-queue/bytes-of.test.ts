import { expect, test } from 'vitest'
import { createBytesOf } from '../../../workers/load-queue/bytes-of.ts'

const bytesOf = createBytesOf({ landingBucket: 'landing' })

function notification(...sizes: (number | undefined)[]): string {
  const Records = sizes.map((size, place) => ({
    eventSource: 'aws:s3',
    eventName: 'ObjectCreated:Put',
    s3: {
      bucket: { name: 'landing' },
      object: { key: `things/${place}.csv`, ...(size === undefined ? {} : { size }) },
    },
  }))
  return JSON.stringify({ Records })
}

test.each([
  ['its size', notification(700), 700],
  ['the largest of several, which are worked one after another', notification(7, 70, 8), 70],
  ['unknown where one is', notification(7, undefined), undefined],
  ['nothing for what is no load', 'no JSON', 0],
])('a message counts as %s', (_, body, bytes) => {
  expect(bytesOf({ body })).toBe(bytes)
})
