import type { Dataset, KeyPart } from './dataset.ts'

export interface TableKey {
  readonly attribute: string
  readonly type: 'S' | 'N'
}

export interface TableKeys {
  readonly partition: TableKey
  readonly sort?: TableKey
}

/** A key that is one column carries the column's name; any other is stored in an attribute of its own. */
export function tableKeys({ key }: Pick<Dataset, 'key'>): TableKeys {
  const partition = tableKey(key.partition, 'pk')
  return key.sort ? { partition, sort: tableKey(key.sort, 'sk') } : { partition }
}

function tableKey(part: KeyPart, ownAttribute: 'pk' | 'sk'): TableKey {
  if (part.kind === 'column') return { attribute: part.column, type: part.type }
  return { attribute: ownAttribute, type: part.kind === 'row' ? 'N' : 'S' }
}
