const UNITS = [
  { name: 'd', short: 'd', ms: 86_400_000 },
  { name: 'h', short: 'h', ms: 3_600_000 },
  { name: 'min', short: 'm', ms: 60_000 },
  { name: 's', short: 's', ms: 1000 },
] as const

/** `3 min`: whole ones of the largest unit that fits. */
export function shownDuration(milliseconds: number): string {
  const unit = UNITS.find(({ ms }) => milliseconds >= ms) ?? UNITS[3]
  return `${Math.max(0, Math.floor(milliseconds / unit.ms))} ${unit.name}`
}

/** Milliseconds of `45s`, `30m`, `2h` or `7d`. Undefined for any other text. */
export function parseDuration(text: string): number | undefined {
  const [, count, short] = /^(\d{1,6})([dhms])$/.exec(text) ?? []
  const unit = UNITS.find((candidate) => candidate.short === short)
  return unit && Number(count) * unit.ms
}
