import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { packageApplication } from '../../local/package-application.ts'
import { root } from '../system/variants.ts'
import { engineFault } from './engine.ts'
import { PACKAGED } from './packaged.ts'
import { makeStandInBase } from './stand-in-base.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Why the tests of the image are skipped; empty where they are not. */
    engineFault: string
    /** The image that the workers' is built on: `BASE_IMAGE` of the environment, or one made here. */
    baseImage: string
  }
}

/** Runs once before the tests of the image. Whoever asks for them by name gets an error where they cannot run. */
export async function setup(project: TestProject): Promise<void> {
  const fault = engineFault()
  project.provide('engineFault', fault ?? '')
  if (fault === undefined) {
    const baseImage = process.env.BASE_IMAGE ?? makeStandInBase(join(root, 'node_modules/node/bin/node'))
    project.provide('baseImage', baseImage)
    await packageApplication({ root, target: PACKAGED, params: [`baseImage=${baseImage}`], stage: 'local' })
    return
  }
  const text = `The image is not tested: ${fault}.`
  if (project.vitest.config.project.includes(project.name)) throw new Error(text)
  process.stderr.write(`${text}\n`)
}
