import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { crc32 } from 'node:zlib'

/** Of a thousand rows one breaks a rule. */
const BROKEN_EVERY = 1000
const ROWS_A_CHUNK = 5_000

export const DATASET = `name: readings
match: readings/*.csv
format: csv
key: { partition: id }
columns:
  id: integer
  station: { type: string, required: true, pattern: '^[A-Z]{3}[0-9]{4}$' }
  measured: date
  celsius: { type: number, min: -90, max: 60 }
  sound: boolean
  remark: { type: string, length: { max: 60 } }
`

export interface BigFile {
  readonly rowCount: number
  readonly rejectedCount: number
  readonly sizeBytes: number
  /** For each id the checksum of its item, 0 where the row is to be refused. */
  readonly checksums: Uint32Array
}

/** Writes rows until the file has its size, and says what the table must hold afterwards. */
export async function writeBigFile(path: string, sizeBytes: number): Promise<BigFile> {
  const file = createWriteStream(path)
  const header = 'id,station,measured,celsius,sound,remark\n'
  file.write(header)
  let written = header.length
  let rowCount = 0
  let rejectedCount = 0
  let checksums = new Uint32Array(Math.ceil(sizeBytes / 60))
  while (written < sizeBytes) {
    let chunk = ''
    for (let left = ROWS_A_CHUNK; left > 0; left--) {
      const { line, item } = row(rowCount)
      chunk += line
      if (item) checksums[rowCount] = checksumOf(item)
      else rejectedCount++
      rowCount++
    }
    written += chunk.length
    if (!file.write(chunk)) await once(file, 'drain')
  }
  file.end()
  await finished(file)
  checksums = checksums.subarray(0, rowCount)
  return { rowCount, rejectedCount, sizeBytes: written, checksums }
}

/** Of an item as DynamoDB's JSON has it. */
export function checksumOf(item: object): number {
  return crc32(JSON.stringify(item))
}

function row(id: number) {
  const station = `STN${String((id * 7) % 10_000).padStart(4, '0')}`
  const measured = `20${String(10 + (id % 15))}-0${1 + (id % 9)}-${10 + (id % 18)}`
  const celsius = `${(id % 120) - 60}.${1 + (id % 9)}`
  const sound = id % 3 === 0
  const remark = `row ${id} of a long series, said at some length`
  const broken = id % BROKEN_EVERY === BROKEN_EVERY - 1
  const line = `${id},${broken ? 'stn' : station},${measured},${celsius},${sound},"${remark}"\n`
  const item = broken
    ? undefined
    : {
        id: { N: String(id) },
        station: { S: station },
        measured: { S: measured },
        celsius: { N: celsius },
        sound: { BOOL: sound },
        remark: { S: remark },
      }
  return { line, item }
}
