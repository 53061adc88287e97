const MINUS = 0x2d
const PLUS = 0x2b
const POINT = 0x2e
const ZERO = 0x30
const NO_NUMBER = -1

/** Where the JSON number ends that begins at `start`, or -1 where none begins. */
export function jsonNumberEnd(bytes: Uint8Array, start: number, end: number): number {
  let index = bytes[start] === MINUS ? start + 1 : start
  const whole = index
  index = pastDigits(bytes, index, end)
  if (index === whole || (bytes[whole] === ZERO && index > whole + 1)) return NO_NUMBER
  if (index < end && bytes[index] === POINT) {
    const fraction = index + 1
    index = pastDigits(bytes, fraction, end)
    if (index === fraction) return NO_NUMBER
  }
  if (index < end && ((bytes[index] as number) | 0x20) === 0x65) {
    const signed = index + 1 < end && (bytes[index + 1] === PLUS || bytes[index + 1] === MINUS)
    const exponent = index + (signed ? 2 : 1)
    index = pastDigits(bytes, exponent, end)
    if (index === exponent) return NO_NUMBER
  }
  return index
}

function pastDigits(bytes: Uint8Array, start: number, end: number): number {
  let index = start
  while (index < end) {
    const byte = bytes[index] as number
    if (byte < ZERO || byte > ZERO + 9) return index
    index += 1
  }
  return index
}
