import type { DatasetFault } from './dataset-fault.ts'
import { compileGlob } from './glob.ts'
import { outputName } from './output-name.ts'
import type { ParsedDataset } from './parse-datasets.ts'
import { sharedKey } from './shared-key.ts'

/** What is wrong between datasets that are right by themselves. A fault stands at the later of the two. */
export function findClashes(parsed: readonly ParsedDataset[]): DatasetFault[] {
  return parsed.flatMap((one, index) =>
    parsed
      .slice(0, index)
      .flatMap((other) =>
        [nameClash(one, other), overlap(one, other)].filter((fault) => fault !== undefined),
      ),
  )
}

function nameClash(one: ParsedDataset, other: ParsedDataset): DatasetFault | undefined {
  const { name } = one.dataset
  if (outputName(name) !== outputName(other.dataset.name)) return undefined
  return faultAt(
    one,
    'name',
    `name: ${name} and ${other.dataset.name} of ${other.file} give one output name, ${outputName(name)}TableName. Rename one of them`,
  )
}

function overlap(one: ParsedDataset, other: ParsedDataset): DatasetFault | undefined {
  const key = sharedKey(compileGlob(one.dataset.match).automaton, compileGlob(other.dataset.match).automaton)
  if (key === undefined) return undefined
  return faultAt(
    one,
    'match',
    `match: ${one.dataset.match} and ${other.dataset.match} of ${other.file} both take the key ${key}, and a file has one dataset. Narrow one of them`,
  )
}

function faultAt({ file, source }: ParsedDataset, field: string, message: string): DatasetFault {
  return { file, line: source.lineOf([field]), message }
}
