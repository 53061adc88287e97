import type { AlarmProperties } from './alarm-properties.ts'

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA'

/** An alarm and its state. Times in milliseconds since 1970, on the site's clock. */
export interface Alarm {
  readonly arn: string
  readonly properties: AlarmProperties
  readonly configuredAt: number
  readonly state: AlarmState
  readonly reason: string
  /** JSON, as CloudWatch tells the data behind the reason. */
  readonly reasonData?: string
  readonly stateUpdatedAt: number
  /** What a template made, or a plug-in by itself, comes again at every start; what calls made is kept. */
  readonly origin: 'template' | 'call'
}

/** What an action is told. Scaling actions hear it once a minute for as long as the state lasts. */
export interface AlarmSignal {
  readonly name: string
  readonly arn: string
  readonly state: AlarmState
  /** Equal to `state` where the state has lasted since the minute before. */
  readonly previousState: AlarmState
  readonly reason: string
  readonly threshold: number
  /** The newest datapoint that was there; absent where none was. */
  readonly latestValue?: number
  /** On the fast clock. */
  readonly at: number
}

export type Act = (actionArn: string, signal: AlarmSignal) => void
