import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import type { Clock } from '../clock.ts'
import type { Notify } from './notify.ts'
import type { Store } from './store/store.ts'

type Level = 'service' | 'bucket' | 'object'

/** One API action of S3, a file each. */
export interface S3Action {
  /** As in the API reference, for example `PutObject`. */
  readonly name: string
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE'
  readonly level: Level
  /** The query parameter that tells it from others of the same method and level, for example `tagging`. */
  readonly subresource?: string
  /** Takes requests with `x-amz-copy-source`, which are actions of their own. */
  readonly copies?: boolean
  run(call: S3Call, deps: S3Deps): S3Answer | Promise<S3Answer>
}

export interface S3Call {
  readonly method: string
  readonly level: Level
  /** Empty at the service level. */
  readonly bucket: string
  /** Decoded; empty unless at the object level. */
  readonly key: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  readonly body: IncomingMessage
  readonly requestId: string
}

export interface S3Deps {
  readonly store: Store
  readonly notify: Notify
  readonly clock: Clock
  readonly region: string
  readonly accountId: string
}

export interface S3Answer {
  /** 200 unless given. */
  readonly status?: number
  readonly headers?: Readonly<Record<string, string | number | undefined>>
  /** The root element. */
  readonly xml?: Readonly<Record<string, unknown>>
  /** Writes the body after the headers and does not end the response. */
  readonly content?: (response: ServerResponse) => Promise<void>
}
