import { type Field, flattenEvent } from './flatten-event.ts'
import { invalidPattern } from './invalid-pattern.ts'
import { type FieldTest, parseFieldTest } from './parse-field-test.ts'

/** Whether an event matches. */
export type EventPattern = (event: Readonly<Record<string, unknown>>) => boolean

/** One way to match: tests by dotted field name. A pattern with `$or` has several. */
type Branch = ReadonlyMap<string, FieldTest>

// EventBridge User Guide, "Or matching": more than 1,000 rule combinations are refused.
const BRANCHES_MAX = 1_000
// EventBridge quotas, "Event pattern size": what an account has that asked for no more. PutRule itself takes 4,096.
const PATTERN_CHARACTERS_MAX = 2_048

/** Compiles a pattern of EventBridge; throws an `InvalidEventPatternException` that says where it is wrong. */
export function compilePattern(text: string): EventPattern {
  if (text.length > PATTERN_CHARACTERS_MAX) {
    throw invalidPattern(`It has ${text.length} characters, over the limit of ${PATTERN_CHARACTERS_MAX}`)
  }
  const branches = parseObject(parseJson(text), [], [new Map()]).map((branch) =>
    // In the order of their names, as in EventBridge's matcher, where this decides what `exists: false` sees.
    [...branch].sort(([a], [b]) => (a < b ? -1 : 1)),
  )
  return (event) => {
    const fields = flattenEvent(event)
    return branches.some((tests) => matchFrom(0, new Map(), tests, fields))
  }
}

function parseJson(text: string): object {
  try {
    const pattern: unknown = JSON.parse(text)
    if (isObject(pattern)) return pattern
  } catch (error) {
    throw invalidPattern(`It is no JSON: ${error instanceof Error ? error.message : error}`)
  }
  throw invalidPattern('Filter is not an object')
}

function parseObject(
  object: object,
  path: readonly string[],
  branches: readonly Branch[],
): readonly Branch[] {
  const entries = Object.entries(object)
  if (entries.length === 0) throw invalidPattern('Empty objects are not allowed', path)
  return entries.reduce((all, [name, value]) => parseEntry(name, value, path, all), branches)
}

function parseEntry(
  name: string,
  value: unknown,
  path: readonly string[],
  branches: readonly Branch[],
): readonly Branch[] {
  if (name === '$or') return parseOr(value, path, branches)
  const here = [...path, name]
  if (Array.isArray(value)) {
    const test = parseFieldTest(value, here)
    return branches.map((branch) => withTest(branch, here, test))
  }
  if (isObject(value)) return parseObject(value, here, branches)
  throw invalidPattern(`"${name}" must be an object or an array`, here)
}

function parseOr(value: unknown, path: readonly string[], branches: readonly Branch[]): readonly Branch[] {
  const here = [...path, '$or']
  if (!Array.isArray(value)) throw invalidPattern('It must be an Array followed with $or', here)
  if (value.length < 2) throw invalidPattern('There must have at least 2 Objects in $or relationship', here)
  const all = value.flatMap((choice: unknown, index) => {
    if (!isObject(choice))
      throw invalidPattern('Only JSON object is allowed in array of $or relationship', here)
    refuseReservedNames(choice, [...here, String(index)])
    return parseObject(choice, path, branches)
  })
  if (all.length > BRANCHES_MAX)
    throw invalidPattern(`$or gives more than ${BRANCHES_MAX} combinations`, here)
  return all
}

// What AWS keeps for operators: a choice of `$or` that is written like one is a mistake, not a field.
const RESERVED = new Set(
  ['equals-ignore-case', 'prefix', 'suffix', 'anything-but', 'exists', 'wildcard', 'numeric', 'cidr'].concat([
    'exactly',
    '=',
    '<',
    '<=',
    '>',
    '>=',
    'regex',
  ]),
)

function refuseReservedNames(choice: object, path: readonly string[]): void {
  for (const name of Object.keys(choice)) {
    if (RESERVED.has(name)) throw invalidPattern(`${name} is a reserved name and no field inside $or`, path)
  }
}

function withTest(branch: Branch, path: readonly string[], test: FieldTest): Branch {
  const name = path.join('.')
  if (branch.has(name)) throw invalidPattern(`Path \`${name}\` cannot be allowed multiple times`, path)
  return new Map(branch).set(name, test)
}

/** Whether all tests from `index` on hold with fields of the array elements chosen so far (array consistency). */
function matchFrom(
  index: number,
  chosen: ReadonlyMap<number, number>,
  tests: readonly (readonly [string, FieldTest])[],
  fields: ReadonlyMap<string, readonly Field[]>,
): boolean {
  const entry = tests[index]
  if (!entry) return true
  const [name, test] = entry
  const present = (fields.get(name) ?? []).filter((field) => isConsistent(chosen, field.elements))
  for (const field of present) {
    if (!test.matches(field.value)) continue
    const next = field.elements.size > 0 ? new Map([...chosen, ...field.elements]) : chosen
    if (matchFrom(index + 1, next, tests, fields)) return true
    // Another field outside every array would lead to the same question again.
    if (field.elements.size === 0) break
  }
  return test.orAbsent && present.length === 0 && matchFrom(index + 1, chosen, tests, fields)
}

function isConsistent(chosen: ReadonlyMap<number, number>, elements: ReadonlyMap<number, number>): boolean {
  for (const [array, index] of elements) {
    const taken = chosen.get(array)
    if (taken !== undefined && taken !== index) return false
  }
  return true
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
