import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

export type Handler = (event: unknown, context: unknown) => unknown

const EXTENSIONS = ['.js', '.mjs', '.cjs']
// From Node 24 on, Lambda hands a handler no callback and refuses one that asks for it.
const CALLBACK_HANDLER_PARAMETERS = 3

/**
 * Finds `folder/file.export.path` as Lambda does: the file with one of its endings, CommonJS or a module. An error has
 * Lambda's name for what is wrong.
 */
export async function loadHandler(root: string, handler: string): Promise<Handler> {
  const name = basename(handler)
  const dot = name.indexOf('.')
  if (dot < 1) throw fault('Runtime.MalformedHandlerName', `Bad handler: ${handler} is not file.function`)
  const file = join(root, dirname(handler), name.slice(0, dot))
  const found = EXTENSIONS.map((extension) => `${file}${extension}`).find((path) => existsSync(path))
  if (!found)
    throw fault('Runtime.ImportModuleError', `Cannot find module '${name.slice(0, dot)}' in ${root}`)

  let value: unknown = await load(found)
  for (const part of name.slice(dot + 1).split('.')) {
    value = typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined
  }
  if (value === undefined) {
    throw fault('Runtime.HandlerNotFound', `${handler} is undefined or not exported`)
  }
  if (typeof value !== 'function') throw fault('Runtime.HandlerNotFound', `${handler} is not a function`)
  if (value.length >= CALLBACK_HANDLER_PARAMETERS) {
    throw fault(
      'Runtime.CallbackHandlerDeprecated',
      `${handler} takes a callback, and Lambda gives none from Node.js 24 on: return a promise instead`,
    )
  }
  return value as Handler
}

async function load(file: string): Promise<unknown> {
  try {
    return createRequire(file)(file)
  } catch (error) {
    // A module that awaits at its top level cannot be required.
    if ((error as NodeJS.ErrnoException).code === 'ERR_REQUIRE_ASYNC_MODULE') {
      return await import(pathToFileURL(file).href)
    }
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') {
      throw fault('Runtime.ImportModuleError', `Error: ${(error as Error).message}`)
    }
    if (error instanceof SyntaxError)
      throw fault('Runtime.UserCodeSyntaxError', `SyntaxError: ${error.message}`)
    throw error
  }
}

function fault(name: string, message: string): Error {
  return Object.assign(new Error(message), { name })
}
