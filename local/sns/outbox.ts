import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { composeMail, type Mail } from './compose-mail.ts'

/** Puts mails into a folder, where a mail program can open them. A file is there whole or not at all. */
export function createOutbox(folder: string) {
  return {
    /** Returns the file's path. Names sort by time. */
    async put(mail: Mail): Promise<string> {
      const name = `${mail.date.toISOString().replaceAll(':', '-')}-${mail.messageId}.eml`
      const file = join(folder, name)
      const part = join(folder, `.${name}.part`)
      await mkdir(folder, { recursive: true })
      await writeFile(part, composeMail(mail))
      await rename(part, file)
      return file
    },
  }
}
