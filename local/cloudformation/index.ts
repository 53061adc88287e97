export { createCloudformation } from './cloudformation.ts'
export type { Stack } from './stack.ts'
