export { type Cloudformation, createCloudformation, type DeployOptions } from './cloudformation.ts'
export type { Stack } from './stack.ts'
