import type { CompiledColumns } from './compile-columns.ts'
import type { Column, Dataset, KeyPart } from './dataset.ts'
import type { Report } from './dataset-fault.ts'
import { tableKeys } from './table-keys.ts'

type KeyText = Exclude<KeyPart, { kind: 'column' }> | { readonly kind: 'column'; readonly column: string }

/** The key as it is written; the types of its columns are not known yet. */
export interface KeyTexts {
  readonly partition: KeyText | undefined
  readonly sort: KeyText | null | undefined
}

export function readKey(
  key: { partition: string; sort?: string | undefined } | undefined,
  report: Report,
): KeyTexts {
  if (!key) return { partition: undefined, sort: undefined }
  return {
    partition: readKeyText('partition', key.partition, report),
    sort: key.sort === undefined ? null : readKeyText('sort', key.sort, report),
  }
}

function readKeyText(part: keyof KeyTexts, text: string, report: Report): KeyText | undefined {
  if (text === '$object') return { kind: 'object' }
  if (text === '$row') return { kind: 'row' }
  if (text.startsWith('$')) {
    report(['key', part], `key.${part}: ${text} is unknown: $object and $row are the names that begin with $`)
    return undefined
  }
  if (!/[{}]/.test(text)) return { kind: 'column', column: text }
  if (!/^(?:[^{}]|\{[^{}]+\})*$/.test(text)) {
    report(
      ['key', part],
      `key.${part}: ${text} has a brace without its other half. Write for example "{a}#{b}"`,
    )
    return undefined
  }
  const pieces = text.match(/\{[^{}]+\}|[^{}]+/g) ?? []
  return {
    kind: 'template',
    parts: pieces.map((piece) => (piece.startsWith('{') ? { column: piece.slice(1, -1) } : { text: piece })),
  }
}

export function columnsOfKey({ partition, sort }: KeyTexts): ReadonlySet<string> {
  return new Set([partition, sort].flatMap((text) => (text ? columnsOf(text) : [])))
}

function columnsOf(text: KeyText): string[] {
  if (text.kind === 'column') return [text.column]
  return text.kind === 'template' ? text.parts.flatMap((part) => ('column' in part ? [part.column] : [])) : []
}

export function compileKey(
  texts: KeyTexts,
  columns: CompiledColumns,
  report: Report,
): Dataset['key'] | undefined {
  const partition = texts.partition && compilePart('partition', texts.partition, columns, report)
  const sort = texts.sort && compilePart('sort', texts.sort, columns, report)
  if (!partition || sort === undefined) return undefined
  const key = { partition, sort }
  checkAttributes(key, columns, report)
  return key
}

function compilePart(
  part: keyof KeyTexts,
  text: KeyText,
  columns: CompiledColumns,
  report: Report,
): KeyPart | undefined {
  const unknown = columnsOf(text).filter((name) => !columns.has(name))
  for (const name of unknown)
    report(
      ['key', part],
      `key.${part}: ${name} is no column of the dataset. The columns are ${[...columns.keys()].join(', ')}`,
    )
  if (unknown.length > 0) return undefined
  if (text.kind === 'template') return checkTemplate(part, text, columns, report)
  if (text.kind !== 'column') return text
  const column = columns.get(text.column)
  return column === undefined || column === 'faulty' ? undefined : compileColumnPart(part, column, report)
}

function checkTemplate(
  part: keyof KeyTexts,
  text: KeyText & { kind: 'template' },
  columns: CompiledColumns,
  report: Report,
): KeyPart | undefined {
  const names = columnsOf(text)
  if (names.length === 0)
    report(
      ['key', part],
      `key.${part}: the text names no column, so all rows would be one. Write for example "{a}#{b}"`,
    )
  const json = names.filter((name) => {
    const column = columns.get(name)
    return column !== undefined && column !== 'faulty' && column.type === 'json'
  })
  for (const name of json)
    report(['key', part], `key.${part}: ${name} is json, which has no one text. Use another column`)
  return names.length === 0 || json.length > 0 ? undefined : text
}

function compileColumnPart(
  part: keyof KeyTexts,
  { name, type }: Column,
  report: Report,
): KeyPart | undefined {
  if (type === 'boolean' || type === 'json') {
    const remedy = type === 'boolean' ? `Write "{${name}}", which stores it as text` : 'Use another column'
    report(
      ['key', part],
      `key.${part}: ${name} is ${type}, and keys of DynamoDB are strings or numbers. ${remedy}`,
    )
    return undefined
  }
  return { kind: 'column', column: name, type: type === 'number' || type === 'integer' ? 'N' : 'S' }
}

function checkAttributes(key: Dataset['key'], columns: CompiledColumns, report: Report): void {
  const { partition, sort } = tableKeys({ key })
  if (partition.attribute === sort?.attribute)
    report(
      ['key', 'sort'],
      `key.sort: ${sort.attribute} is the partition key already. Use another column or leave it out`,
    )
  for (const [part, attribute] of [
    ['partition', partition.attribute],
    ['sort', sort?.attribute],
  ] as const) {
    const own = key[part] !== null && key[part].kind !== 'column'
    if (own && attribute && columns.has(attribute))
      report(
        ['columns', attribute],
        `columns.${attribute}: the key is stored in an attribute of this name. Give the column another, with from: ${attribute}`,
      )
  }
}
