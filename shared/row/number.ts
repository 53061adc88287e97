/** DynamoDB, "Constraints": 38 digits of precision, magnitudes from 1E-130 to 9.99…E+125. */
const DIGITS_MAX = 38
const EXPONENT_MIN = -130
const EXPONENT_MAX = 125
/** The longest text for which comparing doubles compares the decimals: 15 digits survive a double. */
const EXACT_CHARACTERS_MAX = 15
/** Longer than this as plain digits, a number is written with an exponent. */
const PLAIN_CHARACTERS_MAX = 40
/** No digit within this many can move an exponent out of what a double counts exactly. */
const EXPONENT_DIGITS_MAX = 9

/** An exact decimal: 0.DIGITS × 10^point, with no zero at either end of the digits; zero has no digits. */
interface Decimal {
  readonly negative: boolean
  readonly digits: string
  readonly point: number
}

// Leading zeros and a bare fraction (.097) are read, for both are common in files and leave no doubt. A leading plus,
// spaces, a bare point at the end, thousands separators and words such as NaN are no numbers.
const NUMBER = /^(-?)(\d*)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/
const CANONICAL = /^(?:0|-?[1-9]\d*|-?(?:0|[1-9]\d*)\.\d*[1-9])$/

/** The one text of a number's value, or undefined when the text is no number or DynamoDB cannot hold it exactly. */
export function canonicalNumber(text: string): string | undefined {
  if (text.length <= DIGITS_MAX && CANONICAL.test(text)) return text
  const decimal = parseDecimal(text)
  if (!decimal || decimal.digits.length > DIGITS_MAX) return undefined
  if (decimal.digits === '') return '0'
  if (decimal.point - 1 < EXPONENT_MIN || decimal.point - 1 > EXPONENT_MAX) return undefined
  return textOf(decimal)
}

/** Orders canonical texts by value, exactly. */
export function compareNumbers(a: string, b: string): number {
  if (a.length <= EXACT_CHARACTERS_MAX && b.length <= EXACT_CHARACTERS_MAX) return Number(a) - Number(b)
  return compareDecimals(parseDecimal(a) as Decimal, parseDecimal(b) as Decimal)
}

/** Significant digits of a canonical text, in pairs counted from the point: DynamoDB keeps one in a byte. */
export function digitPairs(canonical: string): number {
  const { digits, point } = parseDecimal(canonical) as Decimal
  return Math.ceil((digits.length + Math.abs(point % 2)) / 2)
}

function parseDecimal(text: string): Decimal | undefined {
  const match = NUMBER.exec(text)
  if (!match) return undefined
  const [, sign, whole = '', fraction = '', exponent = '0'] = match
  if (whole === '' && fraction === '') return undefined
  const digits = whole + fraction
  const first = digits.search(/[1-9]/)
  if (first === -1) return { negative: false, digits: '', point: 0 }
  // An exponent of more digits is out of range, unless it is padded with zeros; both are refused.
  if (exponent.length > EXPONENT_DIGITS_MAX) return undefined
  return {
    negative: sign === '-',
    digits: withoutTrailingZeros(digits.slice(first)),
    point: whole.length - first + Number(exponent),
  }
}

/** A loop, since a regular expression for trailing zeros takes quadratic time on long runs inside the text. */
function withoutTrailingZeros(digits: string): string {
  let end = digits.length
  while (digits[end - 1] === '0') end -= 1
  return digits.slice(0, end)
}

function textOf({ negative, digits, point }: Decimal): string {
  const sign = negative ? '-' : ''
  const plain = sign + plainText(digits, point)
  if (plain.length <= PLAIN_CHARACTERS_MAX) return plain
  const mantissa = digits.length === 1 ? digits : `${digits[0]}.${digits.slice(1)}`
  return `${sign}${mantissa}E${point - 1}`
}

function plainText(digits: string, point: number): string {
  if (point <= 0) return `0.${'0'.repeat(-point)}${digits}`
  return digits.length <= point
    ? digits.padEnd(point, '0')
    : `${digits.slice(0, point)}.${digits.slice(point)}`
}

function compareDecimals(a: Decimal, b: Decimal): number {
  const signs = signOf(a) - signOf(b)
  if (signs !== 0 || a.digits === '') return signs
  const magnitudes = a.point - b.point || (a.digits < b.digits ? -1 : a.digits > b.digits ? 1 : 0)
  return a.negative ? -magnitudes : magnitudes
}

function signOf({ negative, digits }: Decimal): number {
  return digits === '' ? 0 : negative ? -1 : 1
}
