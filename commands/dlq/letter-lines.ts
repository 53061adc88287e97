import { shownDuration } from '../terminal/durations.ts'
import { printable, shownValue } from '../terminal/printable.ts'
import type { Letter } from './read-letter.ts'

/** What a dead letter says: of which object it is, when it was sent, and why it lies there. */
export function letterLines(letter: Letter, now: number): string[] {
  const { objects, sentAt, attempt, launchNumber, reason, body } = letter
  const about = [
    `sent ${shownDuration(now - sentAt)} ago`,
    ...(attempt === undefined ? [] : [`attempt ${attempt}`]),
    ...(launchNumber === undefined ? [] : [`launch ${launchNumber}`]),
  ]
  return [
    ...objects.map(({ name, versionId }) => `  ${name}${versionId ? `, version ${versionId}` : ''}`),
    ...(objects.length === 0 ? [`  ${shownValue(body)}`] : []),
    `    ${about.join(', ')}`,
    `    ${reason}`,
  ].map((line) => printable(line).replaceAll('\n', '\\n'))
}
