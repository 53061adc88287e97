import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const fileSchema = z.record(
  z.string(),
  z.object({
    last: z.number().int(),
    template: z.object({ hash: z.string(), revision: z.number().int() }).optional(),
  }),
)

/** Revision numbers of families. They grow over restarts, as ARNs of old tasks lie in ledgers and mails. */
export function createRevisions(folder: string) {
  const file = join(folder, 'revisions.json')
  mkdirSync(folder, { recursive: true })
  const families = read(file)

  function next(family: string): number {
    const last = (families[family]?.last ?? 0) + 1
    families[family] = { ...families[family], last }
    save()
    return last
  }

  function save(): void {
    writeFileSync(`${file}.new`, JSON.stringify(families, undefined, 2))
    renameSync(`${file}.new`, file)
  }

  return {
    next,
    /** The revision that the template's content had at last, or the next one: always the next where that is spent. */
    ofContent(family: string, hash: string, isSpent: (revision: number) => boolean): number {
      const known = families[family]?.template
      if (known?.hash === hash && !isSpent(known.revision)) return known.revision
      const revision = next(family)
      families[family] = { last: revision, template: { hash, revision } }
      save()
      return revision
    },
  }
}

function read(file: string): z.infer<typeof fileSchema> {
  try {
    return fileSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {}
    throw new Error(`Revisions of task definitions cannot be read: ${file} is damaged. Remove it.`, {
      cause: error,
    })
  }
}
