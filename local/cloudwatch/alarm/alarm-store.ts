import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Alarm } from './alarm.ts'
import { alarmProperties } from './alarm-properties.ts'

const alarmSchema = z.object({
  arn: z.string(),
  properties: alarmProperties,
  configuredAt: z.number(),
  state: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']),
  reason: z.string(),
  reasonData: z.string().optional(),
  stateUpdatedAt: z.number(),
  origin: z.enum(['template', 'call']),
})

export interface AlarmStore {
  list(): readonly Alarm[]
  /** Also what a template made in an earlier run, and not yet in this one. */
  find(name: string): Alarm | undefined
  put(alarm: Alarm): void
  remove(name: string): void
}

/**
 * Alarms and their states, in one file: what was told before a restart is not told again after it. What a template made
 * waits until a template makes it again.
 */
export function createAlarmStore(folder: string): AlarmStore {
  const file = join(folder, 'alarms.json')
  const earlier = new Map(readAlarms(file).map((alarm) => [alarm.properties.AlarmName, alarm]))
  const alarms = new Map([...earlier].filter(([, { origin }]) => origin === 'call'))

  function save(): void {
    mkdirSync(folder, { recursive: true })
    writeFileSync(`${file}.part`, JSON.stringify([...new Map([...earlier, ...alarms]).values()], null, 2))
    renameSync(`${file}.part`, file)
  }

  return {
    list: () =>
      [...alarms.values()].sort((a, b) => (a.properties.AlarmName < b.properties.AlarmName ? -1 : 1)),
    find: (name) => alarms.get(name) ?? earlier.get(name),
    put(alarm) {
      alarms.set(alarm.properties.AlarmName, alarm)
      save()
    },
    remove(name) {
      const wasThere = alarms.delete(name)
      if (earlier.delete(name) || wasThere) save()
    },
  }
}

function readAlarms(file: string): readonly Alarm[] {
  try {
    return z.array(alarmSchema).parse(JSON.parse(readFileSync(file, 'utf8'))) as readonly Alarm[]
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw new Error(`Cannot read the alarms in ${file}: repair it, or delete it.`, { cause: error })
  }
}
