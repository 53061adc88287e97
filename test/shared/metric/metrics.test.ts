import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { METRICS, type MetricGroup } from '../../../shared/metric/metrics.ts'

// The dashboard and the alarms are made from the table of metrics, so what stands in it has to be written by something.

const root = join(import.meta.dirname, '../../..')
const sources = globSync(['shared/**/*.ts', 'functions/**/*.ts', 'workers/**/*.ts'], { cwd: root })
  .map((file) => readFileSync(join(root, file), 'utf8'))
  .filter((source) => source.includes('metricsOf') || source.includes('measure('))

test.each(
  Object.entries(METRICS).flatMap(([group, { units }]) =>
    Object.keys(units).map((name) => [name, group as MetricGroup] as const),
  ),
)('%s of %s is written by something', (name, group) => {
  const writers = sources.filter((source) => source.includes(`metricsOf('${group}'`))
  expect(writers.length, `metricsOf('${group}'`).toBeGreaterThan(0)
  expect(writers.some((source) => new RegExp(`\\b${name}: `).test(source))).toBe(true)
})
