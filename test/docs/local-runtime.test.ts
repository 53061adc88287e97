import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseStartOptions, USAGE } from '../../local/start-options.ts'
import { codes, tableRows } from './tables.ts'

const PAGE = 'local-runtime.md'
const local = join(import.meta.dirname, '../../local')
/** Folders by the names that the page gives their services. */
const FOLDERS: Readonly<Record<string, string>> = {
  EventBridge: 'events',
  'Application Auto Scaling': 'application-autoscaling',
  'CloudWatch Logs': 'cloudwatch-logs',
  'without effect': 'cloudformation',
}

function sources(folder: string): string[] {
  return readdirSync(join(local, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file))
}

function found(files: readonly string[], pattern: RegExp): string[] {
  const texts = files.map((file) => readFileSync(join(local, file), 'utf8'))
  return [
    ...new Set(texts.flatMap((text) => [...text.matchAll(pattern)].map(([, name = '']) => name))),
  ].sort()
}

function folderOf(service = ''): string {
  return FOLDERS[service] ?? service.toLowerCase()
}

/** Lambda's API tells its actions by paths: there, files alone have their names. */
function actionsOf(service: string): string[] {
  const folder = folderOf(service)
  const files = sources(folder).filter((file) => file.includes('/actions/'))
  if (service === 'Lambda') {
    const names = files
      .filter((file) => !file.includes('/describe-'))
      .map((file) => file.split('/').at(-1) ?? '')
    return names
      .map((name) => name.replace('.ts', '').replace(/(?:^|-)(\w)/g, (_, c) => c.toUpperCase()))
      .sort()
  }
  const named = found(files, /\bname: '([A-Z]\w+)'/g)
  const passedOn = service === 'DynamoDB' ? found(['dynamodb/operations.ts'], /'([A-Z]\w+)'/g) : []
  return [...named, ...passedOn.filter((name) => !name.endsWith('Exception'))].sort()
}

test.each(tableRows(PAGE, 'Resource types'))(
  '%s has the resource types that the page says',
  (service, types) => {
    const folder = folderOf(service)
    const pattern =
      service === 'without effect' ? /^ {2}'(AWS::\w+::\w+)': (?:ec2\(|\()/gm : /\btype: '(AWS::\w+::\w+)'/g
    expect(codes(types).sort()).toEqual(found(sources(folder), pattern))
  },
)

test('every type of the code has a row on the page', () => {
  const rows = tableRows(PAGE, 'Resource types').flatMap(([, types]) => codes(types))
  const inCode = found(sources('.'), /(?:\btype: |^ {2})'(AWS::\w+::\w+)'(?:,|: (?:ec2\(|\())/gm)
  expect(rows.sort()).toEqual(inCode)
})

test.each(tableRows(PAGE, 'Actions'))(
  '%s answers the actions that the page says',
  (service, actions = '') => {
    expect(actions.split(' ').sort()).toEqual(actionsOf(service))
  },
)

test('every service with actions has a row on the page', () => {
  const rows = tableRows(PAGE, 'Actions').map(([service]) => folderOf(service))
  const folders = readdirSync(local).filter((name) => existsSync(join(local, name, 'actions')))
  expect(rows.sort()).toEqual(folders.sort())
})

test('the page names every option and its default', () => {
  const rows = tableRows(PAGE, 'Options').map(([option]) => codes(option)[0]?.split(' ')[0])
  const inUsage = [...USAGE.matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, option]) => option)
  expect([...rows, '--help']).toEqual(inUsage)
  expect(parseStartOptions([])).toMatchObject({ port: 4566, speed: 1, tasksMax: 16, samples: true })
})
