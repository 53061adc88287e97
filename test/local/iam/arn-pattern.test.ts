import fc from 'fast-check'
import { expect, test } from 'vitest'
import { matchesArn } from '../../../local/iam/policy/arn-pattern.ts'

const BUCKET = 'arn:aws:s3:::landing'

test.each([
  ['*', 'arn:aws:sqs:us-east-1:000000000000:loads', true],
  ['*', '*', true],
  [BUCKET, BUCKET, true],
  [BUCKET, `${BUCKET}/a.csv`, false],
  [`${BUCKET}/*`, `${BUCKET}/a/b.csv`, true],
  [`${BUCKET}/*`, `${BUCKET}/a:b`, true],
  [`${BUCKET}/*`, BUCKET, false],
  [`${BUCKET}/*`, 'arn:aws:s3:::landing-2/a', false],
  ['arn:aws:s3:::land?ng', BUCKET, true],
  ['arn:aws:ecs:*:000000000000:task/c/*', 'arn:aws:ecs:eu-west-1:000000000000:task/c/1', true],
  ['arn:aws:ecs:us-east-1:*:task/c/*', 'arn:aws:ecs:us-east-1:1:x:task/c/1', false],
  ['arn:aws:*:loads', 'arn:aws:sqs:us-east-1:000000000000:loads', false],
  ['arn:aws:s3:::l.nding', BUCKET, false],
])('%s means %s: %s', (pattern, arn, expected) => {
  expect(matchesArn(pattern, arn)).toBe(expected)
})

const part = fc.stringMatching(/^[a-z0-9/._-]{0,12}$/)
const arnOf = (parts: readonly string[]) => ['arn', ...parts].join(':')

test('an ARN means itself, and a star in one part takes any text of that part alone', () => {
  fc.assert(
    fc.property(fc.array(part, { minLength: 5, maxLength: 5 }), fc.nat(4), part, (parts, at, other) => {
      expect(matchesArn(arnOf(parts), arnOf(parts))).toBe(true)
      const starred = arnOf(parts.with(at, '*'))
      expect(matchesArn(starred, arnOf(parts.with(at, other)))).toBe(true)
      const elsewhere = (at + 1) % 5
      expect(matchesArn(starred, arnOf(parts.with(elsewhere, `${parts[elsewhere]}x`)))).toBe(false)
    }),
  )
})
