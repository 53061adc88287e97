import { createRequire } from 'node:module'
import { expect, test } from 'vitest'

const { scalingFaults } = createRequire(import.meta.url)('../../infra/scaling-settings.cjs')

const SETTINGS = { maxTasks: 10, scaleInCooldown: 300, scaleOutCooldown: 60 }

test.each([
  { minTasks: 1, minimumHealthyPercent: 100, maximumPercent: 150, stuckAt: 1 },
  { minTasks: 0, minimumHealthyPercent: 60, maximumPercent: 199, stuckAt: 1 },
  { minTasks: 3, minimumHealthyPercent: 67, maximumPercent: 133, stuckAt: 3 },
  { minTasks: 5, minimumHealthyPercent: 100, maximumPercent: 100, stuckAt: 5 },
])(
  '$minimumHealthyPercent and $maximumPercent percent leave no room for a deploy at $stuckAt tasks',
  (given) => {
    const { stuckAt, ...settings } = given
    expect(scalingFaults({ ...SETTINGS, ...settings })).toEqual([
      `minimumHealthyPercent is ${given.minimumHealthyPercent} and maximumPercent is ${given.maximumPercent}, which lets no task be replaced while there are ${stuckAt}`,
    ])
  },
)

test.each([
  { minTasks: 2, minimumHealthyPercent: 100, maximumPercent: 150 },
  { minTasks: 1, minimumHealthyPercent: 0, maximumPercent: 100 },
  { minTasks: 3, minimumHealthyPercent: 66, maximumPercent: 133 },
  { minTasks: 0, minimumHealthyPercent: 100, maximumPercent: 200 },
])(
  '$minimumHealthyPercent and $maximumPercent percent leave room for a deploy from $minTasks tasks',
  (given) => {
    expect(scalingFaults({ ...SETTINGS, ...given })).toEqual([])
  },
)
