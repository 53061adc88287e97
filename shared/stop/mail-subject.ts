/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const SUBJECT_LENGTH_MAX = 100
const ELLIPSIS = '...'

/** A subject that SNS takes: ASCII, one line, at most 100 characters. What is too long gives way in the middle of `name`. */
export function mailSubject(before: string, name: string, after: string): string {
  const [head, tail] = [ascii(before), ascii(after)]
  const room = SUBJECT_LENGTH_MAX - head.length - tail.length
  return `${head}${shortened(ascii(name), room)}${tail}`.slice(0, SUBJECT_LENGTH_MAX).trimEnd()
}

/** Letters lose their accents; of what else is not ASCII a `?` is left. */
function ascii(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7e]/gu, '?')
}

/** The end of a key tells files apart, so it keeps more of the room. */
function shortened(name: string, room: number): string {
  if (name.length <= room) return name
  const kept = Math.max(0, room - ELLIPSIS.length)
  const start = Math.floor(kept / 3)
  return `${name.slice(0, start)}${ELLIPSIS}${name.slice(name.length - (kept - start))}`.slice(
    0,
    Math.max(0, room),
  )
}
