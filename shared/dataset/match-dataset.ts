import type { Dataset } from './dataset.ts'
import { compileGlob, type Glob } from './glob.ts'
import { isFolderMarker } from './is-folder-marker.ts'

const globs = new WeakMap<Dataset, Glob>()

/** The dataset whose `match` takes the object key. Overlaps are refused at packaging, so there is one at most. */
export function matchDataset(datasets: readonly Dataset[], key: string): Dataset | undefined {
  return isFolderMarker(key) ? undefined : datasets.find((dataset) => globOf(dataset).matches(key))
}

function globOf(dataset: Dataset): Glob {
  const known = globs.get(dataset)
  if (known) return known
  const glob = compileGlob(dataset.match)
  globs.set(dataset, glob)
  return glob
}
