import type { Path } from './yaml-source.ts'

/** What is wrong with a dataset file, where, and what to write instead. */
export interface DatasetFault {
  readonly file: string
  readonly line: number
  readonly message: string
}

/** Tells a fault of the file in hand; `path` leads to the field. */
export type Report = (path: Path, message: string) => void
