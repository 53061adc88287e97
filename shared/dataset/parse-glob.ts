/** One step of a pattern. `within` and `anything` stand for one character, repeated or not. */
export type GlobPart =
  | { readonly literal: string }
  | { readonly one: 'within' }
  | { readonly many: 'within' | 'anything' }
  | { readonly either: readonly (readonly GlobPart[])[] }

/** A pattern that cannot be read; the message says why and what to write. */
export class GlobError extends Error {}

/** An object key has at most 1,024 bytes (S3, "Naming objects"), so a longer pattern can match nothing sensible. */
const PATTERN_CHARACTERS_MAX = 1024

export function parseGlob(pattern: string): readonly GlobPart[] {
  checkGlob(pattern)
  return partsOf([...pattern])
}

function checkGlob(pattern: string): void {
  if (pattern === '') throw new GlobError('it is empty: write for example airports/**/*.csv')
  if (pattern.length > PATTERN_CHARACTERS_MAX)
    throw new GlobError(`it is longer than ${PATTERN_CHARACTERS_MAX} characters`)
  if (pattern.startsWith('/'))
    throw new GlobError('it begins with a slash, and keys of S3 do not: leave the slash out')
  if (pattern.endsWith('/'))
    throw new GlobError('it ends with a slash, so it takes folder markers alone: add ** or *.csv')
  const unsupported = /[[\]\\]/.exec(pattern)
  if (unsupported)
    throw new GlobError(`${unsupported[0]} has no meaning here: a pattern knows *, **, ? and {a,b}`)
  if (pattern.split('/').some((segment) => segment.includes('**') && segment !== '**'))
    throw new GlobError(
      '** stands for whole segments: write it between slashes, or a single * inside a segment',
    )
}

function partsOf(characters: readonly string[]): GlobPart[] {
  const parts: GlobPart[] = []
  for (let index = 0; index < characters.length; index += 1) {
    const character = characters[index] as string
    if (character === '{') {
      const end = characters.indexOf('}', index)
      parts.push({ either: alternatives(characters.slice(index + 1, end === -1 ? undefined : end), end) })
      index = end
    } else if (character === '}') throw new GlobError('} closes nothing: write {a,b}')
    else if (character === '*' && characters[index + 1] === '*') {
      const last = index + 2 === characters.length
      parts.push(...(last ? everythingBelow : wholeSegments))
      index += last ? 1 : 2
    } else if (character === '*') parts.push({ many: 'within' })
    else if (character === '?') parts.push({ one: 'within' })
    else parts.push({ literal: character })
  }
  return parts
}

const wholeSegments: readonly GlobPart[] = [{ either: [[], [{ many: 'anything' }, { literal: '/' }]] }]
const everythingBelow: readonly GlobPart[] = [{ many: 'anything' }]

function alternatives(characters: readonly string[], end: number): GlobPart[][] {
  if (end === -1) throw new GlobError('{ is not closed: write {a,b}')
  const text = characters.join('')
  if (text.includes('{'))
    throw new GlobError('braces stand in braces: write the alternatives out, as in {a,b,c}')
  if (text.includes('/') || text.includes('**'))
    throw new GlobError('a slash or ** stands in braces, which name alternatives within one segment')
  return text.split(',').map((alternative) => partsOf([...alternative]))
}
