import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { objectRoutes } from '../../infra/object-routes.ts'
import type { Dataset } from '../../shared/dataset/dataset.ts'
import { datasetsHash } from '../../shared/dataset/datasets-hash.ts'
import { readCompiledDatasets } from '../../shared/dataset/read-compiled-datasets.ts'
import type { Template } from '../template/template.ts'

const TEMPLATE = 'cloudformation-template-update-stack.json'

/** Makes datasets of a package wait for the hour. */
export function makeHourly(folder: string, names: readonly string[]): void {
  changeDatasets(folder, (dataset) =>
    names.includes(dataset.name) ? { ...dataset, when: 'hourly' } : dataset,
  )
}

/** Changes datasets of a package, in the image and in the template's hash alike. */
export function changeDatasets(folder: string, change: (dataset: Dataset) => Dataset): void {
  const file = join(folder, 'image', 'datasets.json')
  const before = readCompiledDatasets(JSON.parse(readFileSync(file, 'utf8')))
  const after = before.map(change)
  writeFileSync(file, JSON.stringify(after))
  const template = join(folder, TEMPLATE)
  const text = readFileSync(template, 'utf8').replaceAll(datasetsHash(before), datasetsHash(after))
  writeFileSync(template, JSON.stringify(withRoutes(JSON.parse(text), after)))
}

/** The template with the ways of these datasets' objects, as they are made when it is packaged. */
function withRoutes(template: Template, datasets: readonly Dataset[]): Template {
  const { Resources } = template
  const [largeObject, ...others] = Resources.LargeObject?.Properties.Targets ?? []
  const launch = largeObject?.Id === 'launches' && others.length === 0 ? 'queue' : 'direct'
  const size = JSON.stringify(Resources.SmallObject?.Properties.EventPattern)
  const routeBytes = Number(/"<=",(\d+)/.exec(size)?.[1])
  const { small, large, hourly } = objectRoutes(datasets, { routeBytes, launch })
  for (const [name, object] of Object.entries({ SmallObject: small, LargeObject: large }))
    Object.assign(Resources[name]?.Properties.EventPattern.detail, { object })
  Object.assign(Resources.LaunchDashloadLambdaFunction?.Properties.Environment.Variables, {
    HOURLY_DATASETS: JSON.stringify(hourly),
  })
  return template
}
