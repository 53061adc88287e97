import { readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { docker } from './docker.ts'

/** What the framework leaves beside the file tree: the stage's parameters as it resolved them. */
const stateSchema = z.object({
  service: z.object({ custom: z.object({ settings: z.object({ baseImage: z.string() }) }) }),
})

/** Builds the image of a packaged file tree, again only when another tree has come in its place. */
export function createImageBuild(options: {
  /** Absolute. */
  readonly dockerfile: string
  readonly tag: string
  /** By which an image that another one took the tag from is found and removed. */
  readonly label: string
  /** Absolute; asked for each time. */
  readonly imageFolder: (image: string) => string
  readonly say: (text: string) => void
}): (image: string) => Promise<string> {
  let built: { readonly tree: string; readonly image: Promise<string> } | undefined

  async function build(folder: string): Promise<string> {
    const base = baseImage(folder)
    options.say(`building the image of the workers on ${base} …`)
    const { dockerfile, tag, label } = options
    const given = ['--file', dockerfile, '--tag', tag, '--label', label, '--build-arg', `BASE=${base}`]
    await docker('build', '--quiet', ...given, folder)
    await docker('image', 'prune', '--force', '--filter', `label=${label}`)
    // By its id: the tag moves on with the next tree, and a task keeps what it was started with.
    return docker('image', 'inspect', '--format', '{{.Id}}', tag)
  }

  return (name) => {
    const folder = options.imageFolder(name)
    const tree = `${folder} ${modified(folder)}`
    if (built?.tree !== tree) {
      const image = build(folder)
      built = { tree, image }
      // A build that failed is tried again by the next task.
      image.catch(() => {
        if (built?.image === image) built = undefined
      })
    }
    return built.image
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
