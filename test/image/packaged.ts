import { join } from 'node:path'
import { root } from '../system/variants.ts'

/** The package of the stage `local` whose image is built on the base of the tests. */
export const PACKAGED = join(root, '.local', 'test', 'packages', 'image', 'package')
