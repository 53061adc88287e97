import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { expect, test } from 'vitest'
import { bytes, duration } from '../../../shared/audit/html.ts'
import { reportPage } from '../../../shared/audit/report-page.ts'
import { sampleReport } from './support/sample-report.ts'

/** The page as elements: what is not well-formed throws. */
function body(page: string): string {
  const html = page.replace('<!doctype html>', '').replaceAll(/<(meta|br)([^>]*)>/g, '<$1$2/>')
  const fault = XMLValidator.validate(html)
  expect(fault).toBe(true)
  return JSON.stringify(new XMLParser({ ignoreAttributes: false }).parse(html))
}

test('the page is well-formed, needs nothing from elsewhere, and runs nothing', () => {
  const page = reportPage(sampleReport())
  body(page)
  expect(page).not.toMatch(/<script|<link|<img|https?:|@import|url\(/)
})

test('text from keys and files is shown as it is, and obeyed nowhere', () => {
  const page = reportPage(sampleReport())
  expect(page).toContain('airports/&lt;b&gt;1.csv')
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
})

test('it says first whether anybody has to do anything', () => {
  expect(reportPage(sampleReport())).toContain('1 failed load and 4 rejected files need a person.')
  expect(reportPage(sampleReport())).toContain('npm run reload -- OBJECT --version VERSION --stage prod<')
  const problems = { rejected: 0, failed: 0, failedBefore: 0, named: [] }
  const repairs = { total: 0, byReason: {}, named: [] }
  const well = reportPage(sampleReport({ problems, repairs }))
  expect(well).toContain('Nothing needs a person.')
  expect(well).toContain('Nothing was lost, and nothing had to be repaired.')
  const one = reportPage(sampleReport({ problems: { ...problems, failedBefore: 1 } }))
  expect(one).toContain('1 failed load needs a person.')
  const broken = reportPage(sampleReport({ problems, hour: { settled: 0, later: 0, broken: 2 } }))
  expect(broken).toContain('2 loads that ended on a fault need a person.')
})

test('an empty hour, and a run that was cut short, make a page too', () => {
  const { run, bucket } = sampleReport()
  const page = reportPage(
    sampleReport({
      datasets: [],
      timeline: Array.from({ length: 24 }, () => 0),
      run: { ...run, isWhole: false },
      bucket: { ...bucket, isWhole: false },
    }),
  )
  body(page)
  expect(page).toContain('No file came to an end in this period.')
  expect(page).toContain('the next one goes on')
})

test('many names are cut off, and counted', () => {
  const { repairs } = sampleReport()
  const named = Array.from({ length: 5000 }, () => repairs.named[0]).flatMap((one) => one ?? [])
  const page = reportPage(sampleReport({ repairs: { ...repairs, total: 9_000, named } }))
  expect(page).toContain('and 8,800 more')
  expect(page.length).toBeLessThan(200_000)
})

test('sizes and durations are read at a glance', () => {
  expect([0, 999, 1000, 123_456, 12_884_901_888].map(bytes)).toEqual([
    '0 B',
    '999 B',
    '1.0 KB',
    '123 KB',
    '12.9 GB',
  ])
  expect([0, 999, 1000, 59_999, 60_000, 3_599_000, 11_100_000].map(duration)).toEqual([
    ...['0 ms', '999 ms', '1.0 s', '59.9 s', '1 min 0 s', '59 min 59 s', '3 h 5 min'],
  ])
})

test('the highest number of the timeline stands inside the chart, at its ends too', () => {
  const timeline = (place: number) => Array.from({ length: 24 }, (_, at) => (at === place ? 283_948 : 1))
  const label = (place: number) =>
    /<text x="([\d.]+)" y="[\d.]+" text-anchor="(\w+)">283,948</
      .exec(reportPage(sampleReport({ timeline: timeline(place) })))
      ?.slice(1)
  expect([0, 12, 23].map(label)).toEqual([
    ['0', 'start'],
    ['548', 'middle'],
    ['1052', 'end'],
  ])
})
