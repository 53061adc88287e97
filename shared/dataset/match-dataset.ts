import type { Dataset } from './dataset.ts'
import { compileGlob, type Glob } from './glob.ts'
import { isFolderMarker } from './is-folder-marker.ts'

const globs = new WeakMap<Matched, Glob>()

type Matched = Pick<Dataset, 'match'>

/** The dataset whose `match` takes the object key. Overlaps are refused at packaging, so there is one at most. */
export function matchDataset<Kind extends Matched>(datasets: readonly Kind[], key: string): Kind | undefined {
  return isFolderMarker(key) ? undefined : datasets.find((dataset) => globOf(dataset).matches(key))
}

function globOf(dataset: Matched): Glob {
  const known = globs.get(dataset)
  if (known) return known
  const glob = compileGlob(dataset.match)
  globs.set(dataset, glob)
  return glob
}
