import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { launchToken, startedBy } from '../../../shared/launch/launch-token.ts'
import { taskOverride } from '../../../shared/launch/task-override.ts'

const object = { bucket: 'landing', key: 'a.csv', versionId: 'v1' }
const SIZE = { cpu: 256, memory: 512 }
const events = `${import.meta.dirname}/../../../events/load-object`

function variablesOf(override: { containerOverrides: readonly { environment: readonly object[] }[] }) {
  return override.containerOverrides[0]?.environment
}

describe('the overrides of a task', () => {
  test('name the object in strings, and leave out what is not known', () => {
    expect(variablesOf(taskOverride({ ...object, sizeBytes: 12 }, 3, SIZE))).toEqual([
      { name: 'OBJECT_BUCKET', value: 'landing' },
      { name: 'OBJECT_KEY', value: 'a.csv' },
      { name: 'OBJECT_VERSION_ID', value: 'v1' },
      { name: 'OBJECT_SIZE', value: '12' },
      { name: 'LAUNCH_NUMBER', value: '3' },
    ])
  })

  test('give the task its size, and the container the same', () => {
    expect(taskOverride(object, 1, { cpu: 1024, memory: 2048 })).toMatchObject({
      cpu: '1024',
      memory: '2048',
      containerOverrides: [{ name: 'load-object', cpu: 1024, memory: 2048 }],
    })
  })

  test('F08 F09 hold any key as one string, with no variable added', () => {
    const keys = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }),
      fc.constant('","name":"AWS_SECRET_ACCESS_KEY","value":"x'),
    )
    fc.assert(
      fc.property(keys, (key) => {
        const override = JSON.parse(JSON.stringify(taskOverride({ ...object, key }, 1, SIZE)))
        expect(variablesOf(override)).toEqual([
          { name: 'OBJECT_BUCKET', value: 'landing' },
          { name: 'OBJECT_KEY', value: key },
          { name: 'OBJECT_VERSION_ID', value: 'v1' },
          { name: 'LAUNCH_NUMBER', value: '1' },
        ])
      }),
    )
  })

  test('F47 may have 8,192 characters in all, and not one more', () => {
    const room = 8_192 - JSON.stringify(taskOverride({ ...object, etag: '' }, 1, SIZE)).length
    const fits = taskOverride({ ...object, etag: 'e'.repeat(room) }, 1, SIZE)
    expect(JSON.stringify(fits)).toHaveLength(8_192)
    expect(() => taskOverride({ ...object, etag: 'e'.repeat(room + 1) }, 1, SIZE)).toThrow(
      'overrides of 8193 characters, and ECS takes 8192',
    )
  })

  test('F47 have room for the longest names that S3 takes, in the largest task', () => {
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/: a key has 1,024 bytes, a version id too.
    const longest = {
      bucket: 'b'.repeat(63),
      key: '\u0001'.repeat(1_024),
      versionId: 'v'.repeat(1_024),
      sequencer: '0'.repeat(32),
      sizeBytes: 48 * 1024 ** 4,
      etag: `${'e'.repeat(32)}-10000`,
      uploadedAt: '2026-11-21T00:00:00.000Z',
    }
    expect(() => taskOverride(longest, 9_999, { cpu: 32_768, memory: 249_856 })).not.toThrow()
  })

  test.each(readdirSync(events))('have the shape of the sample event %s', (file) => {
    const sample = JSON.parse(readFileSync(`${events}/${file}`, 'utf8'))
    const full = { ...object, sequencer: 's', sizeBytes: 1, etag: 'e', uploadedAt: 't' }
    const names = variablesOf(taskOverride(full, 1, SIZE))?.map(
      (variable) => (variable as { name: string }).name,
    )
    expect(sample.containerOverrides[0].name).toBe('load-object')
    for (const { name, value } of variablesOf(sample) as { name: string; value: string }[]) {
      expect(names).toContain(name)
      expect(value).toEqual(expect.any(String))
    }
  })
})

describe('the token of a launch', () => {
  test('F36 is the same for the same launch, whatever else is known of the object', () => {
    const more = { ...object, sizeBytes: 9, sequencer: '00', etag: 'e' }
    expect(launchToken(more, 1)).toBe(launchToken(object, 1))
  })

  test('F36 differs by number, version, key and bucket', () => {
    const tokens = [
      launchToken(object, 1),
      launchToken(object, 2),
      launchToken({ ...object, versionId: 'v2' }, 1),
      launchToken({ ...object, key: 'b.csv' }, 1),
      launchToken({ ...object, bucket: 'other' }, 1),
      launchToken({ bucket: 'landinga', key: '.csv', versionId: 'v1' }, 1),
    ]
    expect(new Set(tokens).size).toBe(tokens.length)
  })

  test('is made of what ECS takes, and so is startedBy', () => {
    expect(launchToken({ ...object, key: '🚢\n' }, 1)).toMatch(/^[!-~]{1,64}$/)
    expect(startedBy({ ...object, key: '🚢\n' })).toMatch(/^[A-Za-z0-9/_-]{1,36}$/)
  })
})
