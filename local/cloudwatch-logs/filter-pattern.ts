import { ApiError } from '../protocol/api-error.ts'

/** Words and quoted texts that a line has to have, all of them; the other patterns of CloudWatch are refused. */
export function parseFilterPattern(pattern = ''): (line: string) => boolean {
  if (/^\s*[{[%]|(^|\s)[?-]/.test(pattern)) {
    throw new ApiError(
      'InvalidParameterException',
      `The local runtime has filter patterns of words and quoted texts alone, got ${pattern}`,
    )
  }
  const terms = [...pattern.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? '')
  return (line) => terms.every((term) => line.includes(term))
}
