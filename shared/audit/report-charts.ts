import type { TerminalStatus } from '../load/outcome.ts'
import { DURATION_BARS_MS } from './durations.ts'
import { count } from './html.ts'
import { ENDS } from './summarize-loads.ts'

/** The colour of each end, in bars and legend alike; told apart in greys too. */
export const COLORS: Readonly<Record<TerminalStatus, string>> = {
  loaded: '#2f7d6d',
  rejected: '#e0a02b',
  failed: '#c23b3b',
  superseded: '#8fb8ae',
  gone: '#b9b9b9',
  ignored: '#dddddd',
}

const BAR_WIDTH = 220
const BAR_HEIGHT = 14

/** One bar, divided by how the files of a dataset ended. */
export function endsBar(files: Readonly<Record<TerminalStatus, number>>): string {
  const total = ENDS.reduce((sum, end) => sum + files[end], 0)
  let x = 0
  const parts = ENDS.filter((end) => files[end] > 0).map((end) => {
    // A single failed file among thousands is to be seen.
    const width = Math.max(3, (files[end] / total) * BAR_WIDTH)
    const part = `<rect x="${round(x)}" width="${round(width)}" height="${BAR_HEIGHT}" fill="${COLORS[end]}"><title>${files[end]} ${end}</title></rect>`
    x += width
    return part
  })
  return svg(Math.max(BAR_WIDTH, x), BAR_HEIGHT, parts.join(''), 'how the files ended')
}

const HISTOGRAM = { bar: 15, gap: 2, height: 44, label: 12 }
const BOUNDS = ['1s', '3s', '10s', '30s', '1m', '3m', '10m', '30m', '1h', '3h'] as const

/** How long files took, by bars whose bounds grow threefold. */
export function durationBars(bars: readonly number[]): string {
  const { bar, gap, height, label } = HISTOGRAM
  const most = Math.max(1, ...bars)
  const rects = bars.map((times, index) => {
    const tall = times === 0 ? 1 : Math.max(2, (times / most) * (height - label))
    const x = index * (bar + gap)
    return column({ x, y: height - label - tall, width: bar, height: tall }, times)
  })
  // Each bound stands under the line between its two bars; every second one, or they would touch.
  const labels = BOUNDS.flatMap((bound, index) =>
    index % 2 === 0
      ? [
          `<text x="${(index + 1) * (bar + gap) - gap / 2}" y="${height}" text-anchor="middle">${bound}</text>`,
        ]
      : [],
  )
  const width = (DURATION_BARS_MS.length + 1) * (bar + gap)
  return svg(width, height, rects.join('') + labels.join(''), 'how long files took from upload to loaded')
}

/** As wide as the page. */
const TIMELINE = { bar: 40, gap: 4, height: 90, label: 16 }

/** How many files ended in each part of the period. */
export function timelineBars(
  counts: readonly number[],
  ends: { readonly from: string; readonly to: string },
): string {
  const { bar, gap, height, label } = TIMELINE
  const most = Math.max(1, ...counts)
  const width = counts.length * (bar + gap) - gap
  const rects = counts.map((times, index) => {
    const tall = times === 0 ? 1 : Math.max(2, (times / most) * (height - 2 * label))
    const x = index * (bar + gap)
    const y = height - label - tall
    const number = times === most ? highest(x, y - 4) : ''
    return column({ x, y, width: bar, height: tall }, times) + number
  })
  const labels = [
    `<text x="0" y="${height - 2}">${ends.from}</text>`,
    `<text x="${width}" y="${height - 2}" text-anchor="end">${ends.to}</text>`,
  ]
  return svg(width, height, rects.join('') + labels.join(''), 'files that ended, over the period')

  /** At the ends of the chart the number stands inside it. */
  function highest(x: number, y: number): string {
    const [place, anchor] =
      x === 0 ? [0, 'start'] : x + bar >= width ? [width, 'end'] : [x + bar / 2, 'middle']
    return `<text x="${place}" y="${round(y)}" text-anchor="${anchor}">${count(most)}</text>`
  }
}

function column(at: { x: number; y: number; width: number; height: number }, times: number): string {
  const look = times === 0 ? 'class="none"' : `fill="${COLORS.loaded}"`
  return `<rect x="${at.x}" y="${round(at.y)}" width="${at.width}" height="${round(at.height)}" ${look}><title>${count(times)}</title></rect>`
}

function svg(width: number, height: number, content: string, label: string): string {
  return `<svg viewBox="0 0 ${round(width)} ${height}" width="${round(width)}" height="${height}" role="img" aria-label="${label}">${content}</svg>`
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
