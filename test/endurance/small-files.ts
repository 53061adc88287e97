import type { AttributeValue } from '@aws-sdk/client-dynamodb'

export const ROWS_A_FILE = 100

const HEADER = 'iata,name,city,state,country,latitude,longitude'
const CODE_LENGTH = 4

/** File `n` of the dataset airports. No code stands in two files, so that each row tells where it came from. */
export function smallFile(n: number): string {
  const lines = Array.from({ length: ROWS_A_FILE }, (_, row) => values(n * ROWS_A_FILE + row).join(','))
  return `${HEADER}\n${lines.join('\n')}\n`
}

/** Is shown the rows of the table one by one, and knows which should be there: those of the files 0 to `files` - 1. */
export function createRowCheck(files: number) {
  const seen = new Uint8Array(files * ROWS_A_FILE)
  const wrong: string[] = []

  return {
    row(item: Record<string, AttributeValue>): void {
      const place = Number.parseInt(item.iata?.S ?? '', 36)
      if (!(place < seen.length)) wrong.push(`not of any file: ${JSON.stringify(item)}`)
      else if (isRight(item, place)) seen[place] = (seen[place] ?? 0) + 1
      else wrong.push(`not as in its file: ${JSON.stringify(item)}`)
    },
    /** What is missing, too much or wrong: the first ten of it. */
    faults(): string[] {
      const counted = [...seen.keys()]
        .filter((place) => seen[place] !== 1)
        .map(
          (place) =>
            `row ${place % ROWS_A_FILE} of file ${Math.floor(place / ROWS_A_FILE)} is there ${seen[place]} times`,
        )
      return [...wrong, ...counted].slice(0, 10)
    },
  }
}

function values(place: number): string[] {
  const code = place.toString(36).toUpperCase().padStart(CODE_LENGTH, '0')
  const file = Math.floor(place / ROWS_A_FILE)
  return [code, `field ${place}`, `city ${file}`, 'IL', 'USA', `${place % 90}.5`, `-${place % 180}.25`]
}

function isRight(item: Record<string, AttributeValue>, place: number): boolean {
  const columns = HEADER.split(',')
  const expected = values(place)
  return (
    Object.keys(item).length === columns.length &&
    columns.every((column, index) => (item[column]?.S ?? item[column]?.N) === expected[index])
  )
}
