import { expect, test } from 'vitest'
import { faultKind, throwExplained } from '../../../shared/aws/explain-error.ts'
import { StevedoreError } from '../../../shared/platform/error.ts'

function fault(name: string, httpStatusCode?: number, message = 'no'): Error {
  const metadata = httpStatusCode === undefined ? {} : { $metadata: { httpStatusCode } }
  return Object.assign(new Error(message), { name, ...metadata })
}

test.each([
  ['throttled', fault('ProvisionedThroughputExceededException', 400)],
  ['throttled', fault('Unknown', 429)],
  ['throttled', fault('KmsThrottled', 400)],
  ['throttled', fault('KMSThrottlingException', 400)],
  ['denied', fault('AccessDeniedException', 400)],
  ['denied', fault('KmsDisabled', 400)],
  ['denied', fault('KMSDisabledException', 400)],
  ['denied', fault('ResourceNotFoundException', 400)],
  ['denied', fault('Unknown', 403)],
  ['denied', fault('PermanentRedirect', 301)],
  ['unavailable', fault('InternalServerError', 500)],
  ['unavailable', fault('ExpiredTokenException', 400)],
  ['unavailable', fault('InvalidSignatureException', 400, 'Signature expired: 1 is now earlier than 2')],
  ['unavailable', fault('InvalidSignatureException', 400, 'Signature not yet current: 2 is still later')],
  ['denied', fault('InvalidSignatureException', 400, 'The request signature we calculated does not match')],
  ['unavailable', fault('TimeoutError')],
  ['unavailable', fault('CredentialsProviderError')],
  ['unavailable', fault('SyntaxError', 200)],
  ['other', fault('ValidationException', 400)],
  ['other', new TypeError('a bug')],
  ['other', new StevedoreError('lease.lost', 'said')],
])('%s is the kind of %s', (kind, error) => {
  expect(faultKind(error)).toBe(kind)
})

test('F59 a denial names the request and what to check; what passes is for later; a bug stays what it is', () => {
  const explained = (error: Error) => () => throwExplained(error, 'PutItem in table t')
  expect(explained(fault('AccessDeniedException', 400))).toThrow(
    expect.objectContaining({
      code: 'dependency.denied',
      message: expect.stringContaining('PutItem in table t'),
    }),
  )
  expect(explained(fault('TimeoutError'))).toThrow(
    expect.objectContaining({ code: 'dependency.unavailable' }),
  )
  expect(explained(new RangeError('a bug'))).toThrow(RangeError)
})
