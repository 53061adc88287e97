/**
 * When a line was written, in milliseconds since 1970, as far as it says so: workers and functions write JSON that
 * begins with the time, and Lambda puts it before what the console was given.
 */
export function lineTime(line: string): number | undefined {
  const time = /^(?:\{"time":")?(\d{4}-\d\d-\d\dT[\d:.]+Z)["\t ]/.exec(line)?.[1]
  return time === undefined ? undefined : Date.parse(time)
}
