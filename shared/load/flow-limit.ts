const IN_FLIGHT_AT_FIRST = 8
const IN_FLIGHT_MAX = 48

/** How many row requests may be in flight. Grows by one for each that went well, and shrinks by a quarter when throttled. */
export interface FlowLimit {
  readonly current: number
  wentWell(): void
  wasThrottled(): void
}

export function createFlowLimit(): FlowLimit {
  let limit = IN_FLIGHT_AT_FIRST
  return {
    get current() {
      return Math.floor(limit)
    },
    wentWell: () => {
      limit = Math.min(IN_FLIGHT_MAX, limit + 1 / limit)
    },
    wasThrottled: () => {
      limit = Math.max(1, limit * 0.75)
    },
  }
}
