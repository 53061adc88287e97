import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { parse } from 'csv-parse'

/** The records of an object, by the end of its name. */
export function readRecords(body: Readable, key: string): AsyncIterable<unknown> {
  const text = unpack(body, key)
  return key.includes('.ndjson') ? jsonLines(text) : text.pipe(parse({ columns: true, bom: true }))
}

function unpack(body: Readable, key: string): Readable {
  if (key.endsWith('.gz')) return body.pipe(createGunzip())
  return key.endsWith('.zst') ? body.pipe(createZstdDecompress()) : body
}

async function* jsonLines(text: Readable): AsyncGenerator<unknown> {
  for await (const line of createInterface({ input: text, crlfDelay: Number.POSITIVE_INFINITY }))
    if (line !== '') yield JSON.parse(line)
}
