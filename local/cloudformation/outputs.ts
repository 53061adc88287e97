import { type Context, isScalar, shown } from './intrinsics/context.ts'
import { resolve } from './intrinsics/resolve.ts'
import type { StackOutput } from './stack.ts'
import type { TemplateOutput } from './template.ts'

export function resolveOutput(key: string, declared: TemplateOutput, context: Context): StackOutput {
  const path = `Outputs.${key}`
  const exportName = declared.Export && textOf(declared.Export.Name, `${path}.Export.Name`, context)
  return {
    key,
    value: textOf(declared.Value, `${path}.Value`, context),
    ...(declared.Description === undefined ? {} : { description: declared.Description }),
    ...(exportName === undefined ? {} : { exportName }),
  }
}

function textOf(value: unknown, path: string, context: Context): string {
  const resolved = resolve(value, path, context)
  if (isScalar(resolved)) return String(resolved)
  context.faults.push({ path, message: `must be text, got ${shown(resolved)}` })
  return ''
}
