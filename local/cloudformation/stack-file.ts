import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Stack } from './stack.ts'
import type { StackEvent } from './stack-event.ts'

const date = z.iso.datetime().transform((text) => new Date(text))
const texts = z.record(z.string(), z.string())

const fileSchema = z.object({
  stack: z.object({
    name: z.string(),
    id: z.string(),
    status: z.string(),
    statusReason: z.string().optional(),
    description: z.string().optional(),
    createdAt: date,
    updatedAt: date.optional(),
    given: texts,
    parameters: z
      .record(z.string(), z.union([z.string(), z.array(z.string())]))
      .transform((values) => new Map(Object.entries(values))),
    tags: z.array(z.object({ Key: z.string(), Value: z.string() })),
    resources: z.array(
      z.object({
        logicalId: z.string(),
        type: z.string(),
        physicalId: z.string(),
        attributes: texts,
        madeAt: date,
        status: z.string(),
        properties: z.unknown(),
        deletionPolicy: z.enum(['Delete', 'Retain', 'RetainExceptOnCreate']),
        generation: z.number(),
      }),
    ),
    outputs: texts,
    outputDetails: z.array(
      z.object({
        key: z.string(),
        value: z.string(),
        description: z.string().optional(),
        exportName: z.string().optional(),
      }),
    ),
    template: z.unknown(),
  }),
  events: z.array(
    z.object({
      id: z.string(),
      at: date,
      logicalId: z.string(),
      type: z.string(),
      physicalId: z.string(),
      status: z.string(),
      reason: z.string().optional(),
    }),
  ),
})

interface KeptStack {
  readonly stack: Stack
  /** Newest first. */
  readonly events: readonly StackEvent[]
}

/** Stacks on disk, a file each. */
export function createStackFiles(folder: string) {
  const fileOf = (name: string) => join(folder, `${name}.json`)
  return {
    read: (): readonly KeptStack[] => namesIn(folder).map((name) => readStack(fileOf(name))),
    write({ stack, events }: KeptStack): void {
      mkdirSync(folder, { recursive: true })
      const kept = { stack: { ...stack, parameters: Object.fromEntries(stack.parameters) }, events }
      writeFileSync(`${fileOf(stack.name)}.part`, JSON.stringify(kept))
      renameSync(`${fileOf(stack.name)}.part`, fileOf(stack.name))
    },
    remove: (name: string): void => rmSync(fileOf(name), { force: true }),
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((file) => file.endsWith('.json'))
      .map((file) => file.slice(0, -'.json'.length))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

function readStack(file: string): KeptStack {
  try {
    return fileSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) as unknown as KeptStack
  } catch (error) {
    throw new Error(
      `The stack kept in ${file} cannot be read: ${error instanceof Error ? error.message : error}. Remove the file: what the stack made stays.`,
      { cause: error },
    )
  }
}
