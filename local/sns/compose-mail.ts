export interface Mail {
  readonly messageId: string
  readonly topicArn: string
  /** The name beside the sender's address. */
  readonly from?: string | undefined
  /** Addresses; there may be none. */
  readonly to: readonly string[]
  readonly subject?: string | undefined
  readonly text: string
  readonly date: Date
}

const SENDER = 'no-reply@sns.amazonaws.com'
const DEFAULT_NAME = 'AWS Notifications'
const DEFAULT_SUBJECT = 'AWS Notification Message'

/** RFC 5322. The text goes as it is, 8bit: no line is folded, so that a key stays in one piece. */
export function composeMail({ messageId, topicArn, from, to, subject, text, date }: Mail): string {
  const lines = [
    `Date: ${date.toUTCString().replace('GMT', '+0000')}`,
    `From: ${phrase(from ?? DEFAULT_NAME)} <${SENDER}>`,
    `To: ${to.length > 0 ? to.join(',\r\n ') : 'undisclosed-recipients:;'}`,
    `Subject: ${subject ?? DEFAULT_SUBJECT}`,
    `Message-ID: <${messageId}@sns.amazonaws.com>`,
    `X-Amz-Sns-Topic-Arn: ${topicArn}`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=UTF-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    text.replace(/\r\n|\r|\n/g, '\r\n'),
  ]
  return `${lines.join('\r\n')}\r\n`
}

/** A display name: quoted where it is plain text, else as an encoded word. */
function phrase(name: string): string {
  return /^[\x20-\x7e]*$/.test(name)
    ? `"${name.replace(/["\\]/g, '\\$&')}"`
    : `=?UTF-8?B?${Buffer.from(name).toString('base64')}?=`
}
