/** digits × 10^power, exactly. */
export interface Decimal {
  readonly digits: bigint
  readonly power: number
}

/** The value of a number's text where DynamoDB can hold it: 38 digits, from 1E-130 to 9.9…E+125. */
export function decimalOf(text: string): Decimal | undefined {
  const match = /^(-?)(\d*)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text)
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match ?? []
  if (!match || whole + fraction === '') return undefined
  let digits = BigInt(`${whole}${fraction}`)
  if (digits === 0n) return { digits, power: 0 }
  // Longer exponents are out of range, or padded for no reason.
  if (exponent.length > 9) return undefined
  let power = Number(exponent) - fraction.length
  while (digits % 10n === 0n) {
    digits /= 10n
    power += 1
  }
  const length = String(digits).length
  const magnitude = power + length - 1
  if (length > 38 || magnitude < -130 || magnitude > 125) return undefined
  return { digits: sign ? -digits : digits, power }
}

export function compareDecimals(a: Decimal, b: Decimal): number {
  const power = Math.min(a.power, b.power)
  const difference = a.digits * 10n ** BigInt(a.power - power) - b.digits * 10n ** BigInt(b.power - power)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/** As it is stored: plain up to 40 characters, otherwise with an exponent. */
export function decimalText({ digits, power }: Decimal): string {
  const sign = digits < 0n ? '-' : ''
  const text = String(digits < 0n ? -digits : digits)
  const padded = text.padStart(1 - Math.min(power, 0), '0')
  const plain = power >= 0 ? text + '0'.repeat(power) : `${padded.slice(0, power)}.${padded.slice(power)}`
  if ((sign + plain).length <= 40) return sign + plain
  return `${sign}${text[0]}${text.length > 1 ? `.${text.slice(1)}` : ''}E${power + text.length - 1}`
}
