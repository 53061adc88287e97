import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'

const TREES_MAX = 10 // with sources, a few megabytes each; a service may go back to the one before

/** The packaged file trees that stand for worker images: each is kept under its name, as a registry keeps images. */
export interface Images {
  /** Takes the tree of a package. Images that name no tree are this one from now on. */
  take(packageFolder: string): void
  /** The folder of the tree that an image stands for, absolute. Throws where it is not here. */
  folder(image: string): string
  /** Throws where an image names a tree that is not here; it is kept from now on. */
  require(image: string): void
}

const STATE = 'serverless-state.json'
const NAMED = /:packaged-(\w+)$/

export function createImages(options: {
  /** Absolute. */
  dataFolder: string
  /** Absolute: where a deploy packages. A tree that is not known yet is taken from there. */
  packageFolder?: string
}): Images {
  const trees = join(options.dataFolder, 'images')
  let newest: string | undefined

  function take(packageFolder: string): void {
    const name = treeIn(packageFolder)
    if (name === undefined) throw new Error(`There is no worker image in ${packageFolder}: package it again.`)
    newest = keep(packageFolder, name)
  }

  function keep(packageFolder: string, name: string): string {
    const tree = join(trees, name)
    if (existsSync(tree)) {
      // The same files may be packaged with other parameters, another base for one.
      cpSync(join(packageFolder, STATE), join(tree, STATE))
      return join(tree, 'image')
    }
    // Renamed into place at the end: a copy that was cut off is never taken for a tree.
    const partial = `${tree}.partial`
    rmSync(partial, { recursive: true, force: true })
    mkdirSync(partial, { recursive: true })
    for (const part of ['image', STATE]) {
      cpSync(join(packageFolder, part), join(partial, part), { recursive: true, preserveTimestamps: true })
    }
    renameSync(partial, tree)
    forgetOld(trees)
    return join(tree, 'image')
  }

  function named(image: string, name: string): string {
    const known = join(trees, name, 'image')
    if (existsSync(known)) return known
    const { packageFolder = '' } = options
    const found = treeIn(packageFolder)
    if (found === name) {
      newest = keep(packageFolder, name)
      return newest
    }
    throw new Error(
      `CannotPullContainerError: ${image} is not here: ${packageFolder || 'the checkout'} has ${found ?? 'none'}. Deploy from the checkout that the local runtime was started from.`,
    )
  }

  return {
    take,
    folder(image) {
      const name = NAMED.exec(image)?.[1]
      if (name !== undefined) return named(image, name)
      if (newest !== undefined) return newest
      throw new Error(`CannotPullContainerError: ${image} is not here: deploy first.`)
    },
    require(image) {
      const name = NAMED.exec(image)?.[1]
      if (name !== undefined) named(image, name)
    },
  }
}

/** The name that the package step gave it. */
function treeIn(packageFolder: string): string | undefined {
  const file = join(packageFolder, 'image-name')
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

function forgetOld(trees: string): void {
  const byAge = readdirSync(trees)
    .map((name) => ({ name, at: statSync(join(trees, name)).ctimeMs }))
    .sort((a, b) => b.at - a.at)
  for (const { name } of byAge.slice(TREES_MAX)) rmSync(join(trees, name), { recursive: true, force: true })
}
