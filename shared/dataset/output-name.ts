/** The name of a dataset in stack outputs: PascalCase at hyphens, `us-airports` is `UsAirports`. */
export function outputName(datasetName: string): string {
  return datasetName
    .split('-')
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('')
}
