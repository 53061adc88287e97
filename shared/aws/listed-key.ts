/** A key of a listing that was asked for with `EncodingType: 'url'`: XML does not hold every character that a key may have. */
export function listedKey(encoded: string): string {
  // S3 writes a space as a plus.
  return decodeURIComponent(encoded.replaceAll('+', ' '))
}
