import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { createImages } from '../../local/images.ts'

const root = mkdtempSync(join(tmpdir(), 'stevedore-images-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** A folder as the package step leaves it. */
function packaged(folder: string, name: string, content = name): string {
  mkdirSync(join(folder, 'image'), { recursive: true })
  writeFileSync(join(folder, 'image', 'worker.mjs'), content)
  writeFileSync(join(folder, 'image-name'), name)
  writeFileSync(join(folder, 'serverless-state.json'), '{}')
  return folder
}

function setup() {
  const folder = mkdtempSync(join(root, 'case-'))
  const packageFolder = join(folder, 'checkout')
  const dataFolder = join(folder, 'data')
  return { packageFolder, dataFolder, images: createImages({ dataFolder, packageFolder }) }
}

const worker = (folder: string) => readFileSync(join(folder, 'worker.mjs'), 'utf8')

test('each tree stays what it was when the next one is packaged, also after a restart', () => {
  const { images, packageFolder, dataFolder } = setup()
  images.take(packaged(packageFolder, 'aaa'))
  const first = images.folder('workers:packaged-aaa')
  images.take(packaged(packageFolder, 'bbb'))
  expect(worker(first)).toBe('aaa')
  expect(worker(images.folder('workers:packaged-bbb'))).toBe('bbb')
  expect(existsSync(join(first, '..', 'serverless-state.json'))).toBe(true)
  expect(createImages({ dataFolder }).folder('workers:packaged-aaa')).toBe(first)
})

test('a tree that is packaged again has the parameters of the last time', () => {
  const { images, packageFolder } = setup()
  images.take(packaged(packageFolder, 'aaa'))
  writeFileSync(join(packageFolder, 'serverless-state.json'), '{"other":1}')
  images.take(packageFolder)
  const state = join(images.folder('workers:1'), '..', 'serverless-state.json')
  expect(readFileSync(state, 'utf8')).toBe('{"other":1}')
})

test('a tree that a template names is taken from the checkout before it is packaged again', () => {
  const { images, packageFolder } = setup()
  packaged(packageFolder, 'aaa')
  images.require('workers:packaged-aaa')
  packaged(packageFolder, 'bbb')
  expect(worker(images.folder('workers:packaged-aaa'))).toBe('aaa')
})

test('a tree that is not here is told with what the checkout has, and the way out', () => {
  const { images, packageFolder } = setup()
  expect(() => images.require('workers:packaged-aaa')).toThrow(/checkout has none\. Deploy from the checkout/)
  packaged(packageFolder, 'bbb')
  expect(() => images.folder('workers:packaged-aaa')).toThrow(
    /^CannotPullContainerError: workers:packaged-aaa is not here: .+ has bbb\./,
  )
})

test('an image that names no tree is the one that was deployed last', () => {
  const { images, packageFolder } = setup()
  images.require('account.dkr.ecr/workers@sha256:0')
  expect(() => images.folder('workers:1')).toThrow('workers:1 is not here: deploy first')
  images.take(packaged(packageFolder, 'aaa'))
  expect(worker(images.folder('workers:1'))).toBe('aaa')
})

test('a package without an image is refused', () => {
  const { images, packageFolder } = setup()
  expect(() => images.take(packageFolder)).toThrow('package it again')
})

test('the oldest trees go', () => {
  const { images, packageFolder } = setup()
  for (let index = 0; index < 12; index++) images.take(packaged(packageFolder, `tree${index}`))
  expect(worker(images.folder('workers:packaged-tree11'))).toBe('tree11')
  expect(() => images.folder('workers:packaged-tree0')).toThrow('is not here')
})
