import { countTicks, timeLabel, timeTicks } from './ticks.ts'

/** A value that stands until the next point says another. */
interface Line {
  readonly name: string
  readonly color: string
  readonly points: readonly (readonly [seconds: number, value: number])[]
  /** Dashed: what is aimed at, beside what is. */
  readonly dashed?: boolean
}

interface Panel {
  /** What is counted, with its unit. */
  readonly title: string
  readonly lines: readonly Line[]
}

export interface StepPlot {
  readonly title: string
  /** How it was made. */
  readonly caption: string
  readonly seconds: number
  readonly panels: readonly Panel[]
  /** Moments at which something happened from outside. */
  readonly marks?: { readonly name: string; readonly seconds: readonly number[] }
}

const WIDTH = 900
const LEFT = 64
const RIGHT = 24
const TOP = 78
const PANEL_HEIGHT = 190
const PANEL_GAP = 62
const BELOW = 50
const MARK_COLOR = '#c0392b'

/** Panels below one another over one axis of time, as an SVG that needs nothing else. */
export function stepPlot(plot: StepPlot): string {
  const height = TOP + plot.panels.length * (PANEL_HEIGHT + PANEL_GAP) - PANEL_GAP + BELOW
  const across = (seconds: number) => LEFT + (seconds / plot.seconds) * (WIDTH - LEFT - RIGHT)
  const panels = plot.panels.map((panel, index) =>
    drawPanel(panel, TOP + index * (PANEL_HEIGHT + PANEL_GAP), plot, across),
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, sans-serif" font-size="12" fill="#333">
<title>${escaped(plot.title)}</title>
<rect width="${WIDTH}" height="${height}" fill="#fff"/>
<text x="${LEFT}" y="24" font-size="16" font-weight="600">${escaped(plot.title)}</text>
<text x="${LEFT}" y="42" fill="#666">${escaped(plot.caption)}</text>
${panels.join('\n')}
${timeAxis(plot, height - BELOW, across)}
</svg>
`
}

type Across = (seconds: number) => number

function drawPanel(panel: Panel, top: number, plot: StepPlot, across: Across): string {
  const bottom = top + PANEL_HEIGHT
  const ticks = countTicks(
    Math.max(1, ...panel.lines.flatMap(({ points }) => points.map(([, value]) => value))),
  )
  const most = ticks.at(-1) ?? 1
  const up = (value: number) => bottom - (value / most) * PANEL_HEIGHT
  const grid = ticks.map(
    (tick) =>
      `<path d="M${LEFT} ${round(up(tick))}H${WIDTH - RIGHT}" stroke="${tick === 0 ? '#888' : '#e4e4e4'}"/>` +
      `<text x="${LEFT - 8}" y="${round(up(tick) + 4)}" text-anchor="end">${tick.toLocaleString('en')}</text>`,
  )
  const marks = (plot.marks?.seconds ?? []).map(
    (at) => `<path d="M${round(across(at))} ${bottom}v-6" stroke="${MARK_COLOR}" stroke-width="1.5"/>`,
  )
  const lines = panel.lines.map(
    ({ points, color, dashed }) =>
      `<path d="${steps(points, plot.seconds, across, up)}" fill="none" stroke="${color}" stroke-width="1.8"${dashed ? ' stroke-dasharray="5 3"' : ''}/>`,
  )
  const title = `<text x="${LEFT}" y="${top - 10}" font-weight="600">${escaped(panel.title)}</text>`
  return [title, legend(panel, plot, top - 10), ...grid, ...marks, ...lines].join('\n')
}

/** In one text, so that no width of a letter has to be known. */
function legend({ lines }: Panel, { marks }: StepPlot, y: number): string {
  const entries = [
    ...lines.map(({ name, color, dashed }) => ({ name, color, sign: dashed ? '- -' : '—' })),
    ...(marks ? [{ name: marks.name, color: MARK_COLOR, sign: '|' }] : []),
  ]
  const words = entries.map(
    ({ name, color, sign }, index) =>
      `<tspan dx="${index === 0 ? 0 : 22}" fill="${color}" font-weight="700">${sign}</tspan><tspan dx="6">${escaped(name)}</tspan>`,
  )
  return `<text x="${WIDTH - RIGHT}" y="${y}" text-anchor="end">${words.join('')}</text>`
}

function timeAxis({ seconds: max }: StepPlot, y: number, across: Across): string {
  const labels = timeTicks(max).map(
    (tick) =>
      `<path d="M${round(across(tick))} ${y}v5" stroke="#888"/>` +
      `<text x="${round(across(tick))}" y="${y + 19}" text-anchor="middle">${timeLabel(tick, max)}</text>`,
  )
  const unit = max < 120 ? 'seconds' : 'minutes:seconds'
  return [
    ...labels,
    `<text x="${WIDTH - RIGHT}" y="${y + 38}" text-anchor="end">time since the first upload, ${unit}</text>`,
  ].join('\n')
}

function steps(points: Line['points'], end: number, across: Across, up: (value: number) => number): string {
  const [first, ...others] = points
  if (!first) return ''
  const moves = others
    .filter(([, value], index) => value !== points[index]?.[1])
    .map(([seconds, value]) => `H${round(across(seconds))}V${round(up(value))}`)
  return `M${round(across(first[0]))} ${round(up(first[1]))}${moves.join('')}H${round(across(end))}`
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
