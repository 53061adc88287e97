import { packageApplication } from '../../local/package-application.ts'
import { packageFolder, root, stageOf, VARIANTS, type Variant } from './variants.ts'

/** Two projects ask for the packages, each by a copy of this module, and it takes half a minute to make them. */
const made = globalThis as { stevedorePackages?: Promise<void> }

/** Runs once before the tests of the packaged template. */
export async function setup(): Promise<void> {
  made.stevedorePackages ??= packageAll()
  await made.stevedorePackages
}

/** One after the other: the framework works in one folder. */
async function packageAll(): Promise<void> {
  for (const [name, params] of Object.entries(VARIANTS)) {
    const variant = name as Variant
    await packageApplication({ root, target: packageFolder(variant), params, stage: stageOf(variant) })
  }
}
