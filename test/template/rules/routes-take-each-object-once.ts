import { compilePattern } from '../../../local/events/pattern/compile-pattern.ts'
import { resourcesOf, type Template } from '../template.ts'
import type { Rule } from './rule.ts'

const BUCKET = 'landing'
/** The largest object that S3 takes: 50 TB. EventBridge compares numbers up to 5.0e9 and takes greater ones as they come. */
const OBJECT_BYTES_MAX = 50 * 1000 ** 4

// An object for which no rule waits is never loaded; one for which two wait is loaded twice.
export const routesTakeEachObjectOnce: Rule = {
  name: 'routes-take-each-object-once',
  check: (template) => {
    const routes = routesOf(template)
    return keysOf(template).flatMap((key) =>
      sizesOf(template).flatMap((size) => {
        const taken = routes.filter(({ matches }) => matches(created(key, size))).map(({ name }) => name)
        const what = `${key}, an object of ${size ?? 'unknown size'}, goes to ${taken.join(' and ') || 'no rule'}`
        return taken.length === 1 ? [] : [{ resource: taken[0] ?? 'LargeObject', what }]
      }),
    )
  },
  breaks: [
    {
      how: 'an object of just the limit goes nowhere',
      at: 'LargeObject',
      change: (the) => {
        size(the('SmallObject'))[0].size[0].numeric[0] = '<'
      },
    },
    {
      how: 'an object of just the limit goes both ways',
      at: 'SmallObject',
      change: (the) => {
        the('LargeObject').Properties.EventPattern.detail.object.size[0].numeric[0] = '>='
      },
    },
    {
      how: 'an event without a size goes nowhere',
      at: 'LargeObject',
      change: (the) => {
        size(the('SmallObject'))[1].size = [{ numeric: ['<', 0] }]
      },
    },
    {
      how: 'large objects have an upper limit',
      at: 'LargeObject',
      change: (the) => {
        the('LargeObject').Properties.EventPattern.detail.object.size[0].numeric.push('<', 5_000_000_000)
      },
    },
    {
      how: 'files that wait for the hour go nowhere',
      at: 'LargeObject',
      change: (the) => {
        the('SmallObject').Properties.EventPattern.detail.object.key = [
          { 'anything-but': { prefix: ['nightly/'] } },
        ]
      },
    },
  ],
}

/** The rules for objects that were created, each with its pattern as the local runtime compiles it. */
function routesOf(template: Template) {
  return resourcesOf(template, 'AWS::Events::Rule')
    .filter(([, { Properties }]) => Properties.EventPattern?.source?.includes('aws.s3'))
    .map(([name, { Properties }]) => ({
      name,
      matches: compilePattern(
        JSON.stringify(Properties.EventPattern).replaceAll('{"Ref":"LandingBucket"}', `"${BUCKET}"`),
      ),
    }))
}

/** A key under each prefix that a pattern names, and one under none. */
function keysOf(template: Template): readonly string[] {
  const patterns = resourcesOf(template, 'AWS::Events::Rule').map(([, { Properties }]) =>
    JSON.stringify(Properties.EventPattern ?? {}),
  )
  const prefixes = patterns.flatMap((pattern) =>
    [...pattern.matchAll(/"prefix":(\[[^\]]*\]|"[^"]*")/g)].flatMap(([, json]) => JSON.parse(json as string)),
  )
  return ['k', ...new Set(prefixes.map((prefix) => `${prefix}k`))]
}

/** The sizes at which the patterns could part, those beside them, the ends, and none. */
function sizesOf(template: Template): readonly (number | undefined)[] {
  const limits = resourcesOf(template, 'AWS::Events::Rule').flatMap(([, { Properties }]) =>
    [...JSON.stringify(Properties.EventPattern ?? {}).matchAll(/"numeric":\["[<>=]+",(\d+)/g)].map(
      ([, limit]) => Number(limit),
    ),
  )
  const around = limits.flatMap((limit) => [limit - 1, limit, limit + 1]).filter((bytes) => bytes >= 0)
  return [...new Set([undefined, 0, 1, ...around, OBJECT_BYTES_MAX])]
}

function created(key: string, bytes: number | undefined) {
  return {
    source: 'aws.s3',
    'detail-type': 'Object Created',
    detail: {
      bucket: { name: BUCKET },
      object: { key, ...(bytes === undefined ? {} : { size: bytes }) },
    },
  }
}

// biome-ignore lint/suspicious/noExplicitAny: the pattern of a copy, to be changed.
function size(rule: { Properties: any }): any {
  return rule.Properties.EventPattern.detail.object.$or
}
