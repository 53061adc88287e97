import type { AttributeValue } from './store.ts'

type Path = readonly (string | number)[]

/** As dynalite parses it. A comparison has its operands as arguments, a function its name besides. */
export interface Expression {
  readonly type: string
  readonly name?: string
  readonly args: readonly Operand[]
}

type Operand = Path | Expression | AttributeValue

const FALSE_VALUES: Readonly<Record<string, AttributeValue>> = {
  S: { S: '' },
  B: { B: '' },
  BOOL: { BOOL: false },
}
const COMPARISONS = new Set(['=', '<>', '<', '<=', '>', '>='])

/**
 * The same expression in words that dynalite reads rightly: it takes an empty text and false for nothing in some places,
 * and no map or list for the equal of another.
 */
export function plainExpression(expression: Expression): Expression {
  const { type, name, args } = expression
  const [first, second, third] = args
  if (type === 'and' || type === 'or' || type === 'not') {
    return { ...expression, args: (args as Expression[]).map(plainExpression) }
  }
  if (type === 'in') return or(args.slice(1).map((value) => compare('=', first, value)))
  if (type === 'between') return and([compare('>=', first, second), compare('<=', first, third)])
  if (type === 'function' && name === 'attribute_type') {
    const value = FALSE_VALUES[String((second as AttributeValue).S)]
    return value ? or([expression, compare('=', first, value)]) : expression
  }
  return COMPARISONS.has(type) ? compare(type, first, second) : expression
}

function compare(type: string, left: Operand | undefined, right: Operand | undefined): Expression {
  const plain = { type, args: [left, right] as Operand[] }
  if (isSize(left) && !isSize(right)) {
    // The size of an empty text is 0, and nothing to dynalite.
    const empty = compare('=', left.args[0], { S: '' })
    return or([plain, and([empty, { type, args: [{ N: '0' }, right as Operand] }])])
  }
  if (!isPath(left) || !isLiteral(right)) return plain
  const parts = equalParts(left, right)
  if (!parts || (type !== '=' && type !== '<>')) return plain
  return type === '=' ? and(parts) : { type: 'not', args: [and(parts)] }
}

/** What has to hold for a map or a list at a path to be equal to another; undefined for other values. */
function equalParts(path: Path, value: AttributeValue): Expression[] | undefined {
  const [kind] = Object.keys(value)
  if (kind !== 'M' && kind !== 'L') return undefined
  const inner = Object.entries(value[kind] as Record<string, AttributeValue>)
  const step = (key: string) => (kind === 'L' ? Number(key) : key)
  return [
    { type: 'function', name: 'attribute_type', args: [path, { S: kind }] },
    { type: '=', args: [{ type: 'function', name: 'size', args: [path] }, { N: String(inner.length) }] },
    ...inner.map(([key, each]) => compare('=', [...path, step(key)], each)),
  ]
}

function and(all: readonly Expression[]): Expression {
  return all.reduce((left, right) => ({ type: 'and', args: [left, right] }))
}

function or(all: readonly Expression[]): Expression {
  return all.reduce((left, right) => ({ type: 'or', args: [left, right] }))
}

function isPath(operand: Operand | undefined): operand is Path {
  return Array.isArray(operand)
}

function isLiteral(operand: Operand | undefined): operand is AttributeValue {
  return operand !== undefined && !isPath(operand) && !('args' in operand)
}

function isSize(operand: Operand | undefined): operand is Expression {
  return operand !== undefined && !isPath(operand) && 'args' in operand && operand.name === 'size'
}
