import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { compileDatasets } from '../../infra/compile-datasets.ts'

function folderWith(...names: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'datasets-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  cpSync('datasets', folder, { recursive: true })
  for (const name of names) writeFileSync(join(folder, name), 'name: x\n')
  return folder
}

test.each(['rivers.yaml', 'rivers.YML', 'rivers.yml.txt'])(
  'a dataset file named %s is refused with its right name, and not left out',
  (name) => {
    const folder = folderWith(name)
    expect(compileDatasets(folder)).toEqual({
      faults: [`${join(folder, name)}:1: the names of dataset files end in .yml: call it rivers.yml`],
    })
  },
)

test('what else lies in the folder is no dataset', () => {
  const compiled = compileDatasets(folderWith('README.md', '.DS_Store', 'rivers.yml~'))
  expect(compiled).not.toHaveProperty('faults')
})

test('a folder without a dataset is told before anything is packaged', () => {
  const folder = mkdtempSync(join(tmpdir(), 'datasets-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  expect(compileDatasets(folder)).toEqual({
    faults: [`${folder}: there is no dataset file: write one, as docs/datasets.md says`],
  })
})
