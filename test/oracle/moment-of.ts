const TIMESTAMP =
  /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(?:Z|([+-])(\d{2}):(\d{2}))$/

/** Days since 1970 of a day that the calendar has. */
export function dayOf(text: string): bigint | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (!match) return undefined
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number]
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  const isSame = date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return isSame ? BigInt(date.getTime()) / 86_400_000n : undefined
}

/** Nanoseconds since 1970 of a timestamp with its zone. */
export function momentOf(text: string): bigint | undefined {
  const [
    ,
    date = '',
    hour = '',
    minute = '',
    second = '0',
    fraction = '',
    sign,
    zoneHour = '0',
    zoneMinute = '0',
  ] = TIMESTAMP.exec(text) ?? []
  const day = dayOf(date)
  const isClock = (hours: string, minutes: string): boolean => Number(hours) < 24 && Number(minutes) < 60
  if (day === undefined || !isClock(hour, minute) || !isClock(zoneHour, zoneMinute) || Number(second) > 59)
    return undefined
  const zone = (BigInt(zoneHour) * 60n + BigInt(zoneMinute)) * (sign === '-' ? -1n : 1n)
  const seconds = ((day * 24n + BigInt(hour)) * 60n + BigInt(minute) - zone) * 60n + BigInt(second)
  return seconds * 1_000_000_000n + BigInt(fraction.padEnd(9, '0'))
}
