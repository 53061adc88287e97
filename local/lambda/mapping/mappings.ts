import { ApiError } from '../../protocol/api-error.ts'
import { createMapping, type Mapping, type MappingParts } from './mapping.ts'
import type { MappingSettings } from './mapping-settings.ts'

/** The event source mappings that there are. */
export interface Mappings {
  /** Makes one, or brings the one of this id to these settings. */
  put(settings: MappingSettings, functionShortName: string): void
  find(uuid: string): Mapping
  /** Resolves when no batch of it is under way. One that is not there is no error. */
  remove(uuid: string): Promise<void>
  all(): readonly Mapping[]
  stop(): void
  idle(): Promise<void>
}

export function createMappings(parts: Omit<MappingParts, 'name'>): Mappings {
  const mappings = new Map<string, Mapping>()
  return {
    put(settings, name) {
      const before = mappings.get(settings.uuid)
      if (!before) mappings.set(settings.uuid, createMapping({ ...parts, name }, settings))
      else if (JSON.stringify(before.settings()) !== JSON.stringify(settings)) before.update(settings)
    },
    find(uuid) {
      const found = mappings.get(uuid)
      if (!found) {
        throw new ApiError(
          'ResourceNotFoundException',
          `The resource you requested does not exist. UUID: ${uuid}`,
          404,
        )
      }
      return found
    },
    all: () => [...mappings.values()],
    async remove(uuid) {
      const mapping = mappings.get(uuid)
      mapping?.stop()
      await mapping?.idle()
      mappings.delete(uuid)
    },
    stop() {
      for (const mapping of mappings.values()) mapping.stop()
    },
    async idle() {
      await Promise.all([...mappings.values()].map((mapping) => mapping.idle()))
    },
  }
}
