import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { stepPlot } from './plot/step-plot.ts'
import type { Sample } from './watch-service.ts'

export interface Burst {
  readonly title: string
  readonly caption: string
  readonly samples: readonly Sample[]
  /** Seconds since the first upload. */
  readonly kills?: readonly number[]
}

/** Draws what was seen of a burst into a file. */
export function plotBurst(file: string, { title, caption, samples, kills }: Burst): void {
  const points = (name: keyof Sample) => samples.map((sample) => [sample.seconds, sample[name]] as const)
  const svg = stepPlot({
    title,
    caption,
    seconds: samples.at(-1)?.seconds ?? 1,
    panels: [
      {
        title: 'messages in the queue',
        lines: [
          { name: 'visible', color: '#1f6fb2', points: points('visible') },
          { name: 'in flight', color: '#e08a1e', points: points('inFlight') },
        ],
      },
      {
        title: 'tasks of the service',
        lines: [
          { name: 'desired', color: '#777777', points: points('desired'), dashed: true },
          { name: 'running', color: '#2a8f4f', points: points('running') },
        ],
      },
    ],
    ...(kills ? { marks: { name: 'a task killed', seconds: kills } } : {}),
  })
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, svg)
}
