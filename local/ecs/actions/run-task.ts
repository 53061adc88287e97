import { z } from 'zod'
import { jsonAction } from '../../protocol/aws-json.ts'
import type { Engine } from '../engine.ts'

export function runTaskAction({ runTask }: Engine) {
  return jsonAction({ name: 'RunTask', input: z.unknown(), run: runTask })
}
