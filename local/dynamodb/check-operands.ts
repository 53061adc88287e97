import db from 'dynalite/db/index.js'

type Operand = Readonly<Record<string, unknown>> | readonly (string | number)[]

interface Expression {
  readonly type: string
  readonly args: readonly (Expression & Operand)[]
}

interface LegacyCondition {
  readonly ComparisonOperator?: string
  readonly AttributeValueList?: readonly Readonly<Record<string, unknown>>[]
  readonly Value?: Readonly<Record<string, unknown>>
}

const ORDERED_TYPES = new Set(['S', 'N', 'B'])
const ORDER_OPERATORS = new Set(['<', '<=', '>', '>=', 'between', 'LT', 'LE', 'GT', 'GE', 'BETWEEN'])

/** Refuses an order between values that have none (BOOL, NULL, sets, lists, maps), which dynalite answers with false. */
export function checkOperands(data: Readonly<Record<string, unknown>>): void {
  check('ConditionExpression', data._condition)
  check('FilterExpression', data._filter)
  for (const name of ['Expected', 'QueryFilter', 'ScanFilter']) checkLegacy(data[name])
}

function check(name: string, parsed: unknown): void {
  if (parsed) checkExpression(name, (parsed as { expression: Expression }).expression)
}

function checkExpression(name: string, { type, args }: Expression): void {
  for (const arg of args) {
    if (Array.isArray(arg)) continue
    if ('args' in arg) checkExpression(name, arg)
    else if (ORDER_OPERATORS.has(type)) {
      const operand = Object.keys(arg)[0] ?? ''
      if (ORDERED_TYPES.has(operand)) continue
      throw db.validationError(
        `Invalid ${name}: Incorrect operand type for operator or function; operator or function: ${type.toUpperCase()}, operand type: ${operand}`,
      )
    }
  }
}

function checkLegacy(conditions: unknown): void {
  for (const condition of Object.values((conditions ?? {}) as Record<string, LegacyCondition>)) {
    const operator = condition.ComparisonOperator ?? ''
    const operand = Object.keys(condition.AttributeValueList?.[0] ?? condition.Value ?? {})[0]
    if (ORDER_OPERATORS.has(operator) && operand && !ORDERED_TYPES.has(operand)) {
      throw db.validationError(
        `One or more parameter values were invalid: ComparisonOperator ${operator} is not valid for ${operand} AttributeValue type`,
      )
    }
  }
}
