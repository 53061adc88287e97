import { mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { badAmong } from '../input/orders.ts'
import { type InputRows, packInput, styleOf, writeInput } from '../input/write-input.ts'
import type { ExpectedRows } from '../null-server/arrivals.ts'

export interface InputFile {
  readonly file: string
  /** The end of the object's key: the naive loader goes by it. */
  readonly name: string
  readonly bytes: number
  readonly rows: number
  /** Rows that break a rule. */
  readonly badRows: number
  readonly expected: ExpectedRows
}

export type Packing = 'gzip' | 'zstd'

const ENDINGS = { gzip: '.gz', zstd: '.zst' } as const

export interface Inputs {
  /** Made at the first call and kept. */
  make(input: InputRows & { readonly packing?: Packing }): Promise<InputFile>
}

export function createInputs(temp: string): Inputs {
  const folder = join(temp, 'input')
  mkdirSync(folder)
  const made = new Map<string, Promise<InputFile>>()

  return { make: (input) => once(`${nameOf(input)}${input.packing ? ENDINGS[input.packing] : ''}`, input) }

  function once(name: string, input: InputRows & { packing?: Packing }): Promise<InputFile> {
    const known = made.get(name) ?? write(name, input)
    made.set(name, known)
    return known
  }

  async function write(name: string, input: InputRows & { packing?: Packing }): Promise<InputFile> {
    const file = join(folder, name)
    const { packing, ...plain } = input
    if (packing) await packInput((await once(nameOf(plain), plain)).file, packing, file)
    else writeInput(file, plain)
    const { from, rows } = input
    const expected = { from, rows, style: styleOf(input.format) }
    return { file, name, bytes: statSync(file).size, rows, badRows: badAmong(from, rows), expected }
  }
}

function nameOf({ format, from, rows }: InputRows): string {
  return `${format}-${from}-${rows}.${format === 'ndjson' ? 'ndjson' : 'csv'}`
}
