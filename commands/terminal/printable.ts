/** Characters shown of a value. */
const VALUE_CHARACTERS_MAX = 60

/** What a terminal would obey or reorder by: control characters but the line feed, and marks of direction. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is about.
const UNSEEN = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** Text that comes from a file, harmless on a terminal. */
export function printable(text: string): string {
  return text.replace(UNSEEN, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** A value in quotes, on one line, shortened. */
export function shownValue(value: string): string {
  const characters = [...value]
  const shown = characters.slice(0, VALUE_CHARACTERS_MAX).join('')
  return printable(JSON.stringify(characters.length > VALUE_CHARACTERS_MAX ? `${shown}…` : shown))
}

/** `1,234,567`, whatever the language of this machine. */
export function shownCount(count: number): string {
  return count.toLocaleString('en-US')
}

/** `1 row`, `2 rows`. */
export function counted(count: number, noun: string): string {
  return `${shownCount(count)} ${noun}${count === 1 ? '' : 's'}`
}
