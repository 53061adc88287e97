// AWS: amazondynamodb/latest/developerguide/Constraints.html#limits-data-types-number
const SIGNIFICANT_DIGITS_MAX = 38
const EXPONENT_MAX = 125
const EXPONENT_MIN = -130

interface Decimal {
  readonly digits: bigint
  /** The value is digits × 10^exponent. */
  readonly exponent: number
}

/** Why DynamoDB would not store `left + right` (or `left - right`); undefined where it would. Both are its number texts. */
export function sumFault(left: string, operator: 'add' | 'subtract', right: string): string | undefined {
  const a = parse(left)
  const b = parse(right)
  const exponent = Math.min(a.exponent, b.exponent)
  const scaled = ({ digits, exponent: from }: Decimal) => digits * 10n ** BigInt(from - exponent)
  const sum = operator === 'add' ? scaled(a) + scaled(b) : scaled(a) - scaled(b)
  if (sum === 0n) return undefined
  const digits = String(sum < 0n ? -sum : sum)
  const leading = exponent + digits.length - 1
  if (leading > EXPONENT_MAX)
    return 'Number overflow. Attempting to store a number with magnitude larger than supported range'
  if (leading < EXPONENT_MIN)
    return 'Number underflow. Attempting to store a number with magnitude smaller than supported range'
  if (digits.replace(/0+$/, '').length > SIGNIFICANT_DIGITS_MAX)
    return `Attempting to store more than ${SIGNIFICANT_DIGITS_MAX} significant digits in a Number`
  return undefined
}

function parse(text: string): Decimal {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^\s*([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?\s*$/.exec(text) ?? []
  const digits = BigInt(`${whole}${fraction}` || '0')
  return { digits: sign === '-' ? -digits : digits, exponent: Number(exponent) - fraction.length }
}
