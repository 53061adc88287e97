import { expect, test } from 'vitest'
import { taskSize } from '../../../shared/launch/task-size.ts'

const sizes = {
  small: { cpu: 256, memory: 1024 },
  large: { cpu: 2048, memory: 4096 },
  largest: { cpu: 2048, memory: 8192 },
}

test.each([
  [undefined, undefined, 'small'],
  [1024 ** 3 - 1, undefined, 'small'],
  [1024 ** 3, undefined, 'large'],
  [undefined, 'larger', 'large'],
  [1024 ** 3 - 1, 'larger', 'large'],
  [1024 ** 3, 'larger', 'largest'],
] as const)('an object of %s bytes gets, %s, a task that is %s', (bytes, step, name) => {
  expect(taskSize(sizes, bytes, step)).toBe(sizes[name])
})
