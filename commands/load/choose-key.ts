import { basename } from 'node:path'
import type { Dataset } from '../../shared/dataset/dataset.ts'
import { matchDataset } from '../../shared/dataset/match-dataset.ts'
import { StevedoreError } from '../../shared/platform/error.ts'

/**
 * The object key for a file: the one that was given, or the file's name behind the folders that `match` begins with.
 * Throws `config.invalid` where the dataset would not take an object of this key.
 */
export function chooseKey(dataset: Dataset, file: string, given: string | undefined): string {
  const key = given ?? literalFolders(dataset.match) + basename(file)
  if (matchDataset([dataset], key)) return key
  throw new StevedoreError(
    'config.invalid',
    `The key ${JSON.stringify(key)} belongs to no file of dataset ${dataset.name}: its match is ${dataset.match}. Say ${given === undefined ? '--key KEY' : 'another --key'}, with a key that it takes`,
  )
}

/** `airports/` of `airports/**\/*.csv`. */
function literalFolders(match: string): string {
  const literal = /^[^*?{]*/.exec(match)?.[0] ?? ''
  return literal.slice(0, literal.lastIndexOf('/') + 1)
}
