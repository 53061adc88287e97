import type { ResourceRequest, ResourceType } from '../../plugin.ts'

/**
 * The first generation from `wanted` on under whose name there is nothing yet. A resource that the template names has
 * one name in all of them: where another has that, it cannot be made.
 */
export async function freeGeneration(
  type: ResourceType,
  requestOf: (generation: number) => ResourceRequest<unknown>,
  wanted: number,
): Promise<number> {
  let taken: string | undefined
  for (let generation = wanted; ; generation++) {
    const name = await type.takenName?.(requestOf(generation))
    if (name === undefined) return generation
    if (name === taken) {
      throw new Error(
        `Resource of type '${type.type}' with identifier '${name}' already exists. (HandlerErrorCode: AlreadyExists)`,
      )
    }
    taken = name
  }
}
