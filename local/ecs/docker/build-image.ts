import { readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { docker } from './docker.ts'

/** What the framework leaves beside the file tree: the stage's parameters as it resolved them. */
const stateSchema = z.object({
  service: z.object({ custom: z.object({ settings: z.object({ baseImage: z.string() }) }) }),
})

/** Builds the image of a packaged file tree on the base of its stage, once. */
export function createImageBuild(options: {
  /** Absolute. */
  readonly dockerfile: string
  readonly tag: string
  /** By which images that lost the tag are found and removed. */
  readonly label: string
  /** Absolute. Throws where the tree is not there. */
  readonly imageFolder: (image: string) => string
  readonly say: (text: string) => void
}): (image: string) => Promise<string> {
  const built = new Map<string, Promise<string>>()

  async function build(folder: string, base: string): Promise<string> {
    options.say(`building the image of the workers on ${base} …`)
    const { dockerfile, tag, label } = options
    const given = ['--file', dockerfile, '--tag', tag, '--label', label, '--build-arg', `BASE=${base}`]
    // By its id, which it answers: the tag moves on with the next tree, and a task keeps what it was started with.
    return docker('build', '--quiet', ...given, folder)
  }

  return async (name) => {
    const folder = options.imageFolder(name)
    const base = baseImage(folder)
    const source = `${base} ${folder} ${modified(folder)}`
    const known = built.get(source)
    if (known) return known
    const image = build(folder, base)
    built.set(source, image)
    // A build that failed is tried again by the next task.
    image.catch(() => built.delete(source))
    return image
  }
}

function baseImage(folder: string): string {
  const state = JSON.parse(readFileSync(join(dirname(folder), 'serverless-state.json'), 'utf8'))
  return stateSchema.parse(state).service.custom.settings.baseImage
}

/** Packages are put into place whole, so the folder itself is another one. */
function modified(folder: string): string {
  const found = statSync(folder, { throwIfNoEntry: false })
  return found ? `${found.ino} ${found.mtimeMs}` : 'none'
}
