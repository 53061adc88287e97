import { XMLParser } from 'fast-xml-parser'
import { z } from 'zod'
import { ApiError } from '../../protocol/api-error.ts'
import { readBody } from '../../protocol/body.ts'
import type { S3Call } from '../action.ts'

/** Parses an XML body by its schema. Names in `lists` are arrays however often they occur; an empty body is `{}`. */
export async function readXml<Output>(
  call: S3Call,
  schema: z.ZodType<Output>,
  lists: readonly string[] = [],
): Promise<Output> {
  const text = (await readBody(call.body)).toString('utf8')
  const parsed = schema.safeParse(text.trim() ? parse(text, lists) : {})
  if (parsed.success) return parsed.data
  throw malformed(z.prettifyError(parsed.error))
}

function parse(text: string, lists: readonly string[]): unknown {
  const parser = new XMLParser({
    // A key may be digits, or spaces, or hold a line feed (`&#10;`): values stay the text they are.
    parseTagValue: false,
    trimValues: false,
    htmlEntities: true,
    ignoreAttributes: true,
    ignoreDeclaration: true,
    isArray: (name) => lists.includes(name),
  })
  try {
    return parser.parse(text, true)
  } catch (cause) {
    throw Object.assign(malformed(cause instanceof Error ? cause.message : String(cause)), { cause })
  }
}

function malformed(why: string): ApiError {
  return new ApiError(
    'MalformedXML',
    `The XML you provided was not well-formed or did not fit its schema: ${why}`,
  )
}
