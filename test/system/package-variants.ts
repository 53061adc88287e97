import { packageApplication } from '../../local/package-application.ts'
import { packageFolder, root, VARIANTS, type Variant } from './variants.ts'

/** Runs once before the tests of the packaged template. One after the other: the framework works in one folder. */
export async function setup(): Promise<void> {
  for (const [variant, params] of Object.entries(VARIANTS)) {
    await packageApplication({ root, target: packageFolder(variant as Variant), params, stage: 'local' })
  }
}
