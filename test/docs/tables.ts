import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const docs = join(import.meta.dirname, '../../docs')

/** The rows of every table below a heading of a page, up to the next heading: one text a cell. */
export function tableRows(page: string, heading: string): string[][] {
  const lines = readFileSync(join(docs, page), 'utf8').split('\n')
  const start = lines.findIndex((line) => /^#+ /.test(line) && line.replace(/^#+ /, '') === heading)
  if (start < 0) throw new Error(`docs/${page} has no heading ${heading}`)
  const rest = lines.slice(start + 1)
  const end = rest.findIndex((line) => /^#+ /.test(line))
  const section = end < 0 ? rest : rest.slice(0, end)
  return section
    .filter((line, index) => line.startsWith('|') && !isHead(line, section[index + 1]) && !isRule(line))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    )
}

/** The texts between backticks. */
export function codes(cell = ''): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text)
}

function isHead(line: string, next = ''): boolean {
  return line.startsWith('|') && isRule(next)
}

function isRule(line: string): boolean {
  return /^\|[\s|:-]+\|$/.test(line)
}
