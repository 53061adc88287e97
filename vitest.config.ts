import process from 'node:process'
import { defineConfig } from 'vitest/config'

/**
 * Tests of the whole stack wait for real processes, and a machine of CI may stall longer than a wait. A second try is told
 * (`retry x1`) and has to be looked at; at a desk there is none.
 */
const retry = process.env.CI ? 1 : 0

export default defineConfig({
  test: {
    // One project after the other, each with as many workers as its tests use of a machine.
    projects: [
      {
        test: {
          name: 'parts',
          include: ['test/**/*.test.ts'],
          exclude: ['test/system/**', 'test/template/**', 'test/endurance/**', 'test/image/**'],
          testTimeout: 20_000,
          maxWorkers: '100%',
          sequence: { groupOrder: 0 },
        },
      },
      {
        // What runs on the packaged template: it is packaged once, before all of them, in each of its variants.
        test: {
          name: 'whole',
          include: ['test/system/**/*.test.ts', 'test/template/**/*.test.ts'],
          globalSetup: 'test/system/package-variants.ts',
          testTimeout: 120_000,
          hookTimeout: 120_000,
          retry,
          // Each file runs a stack with processes of its own; on two cores more at once only wait for each other.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        // Long loads and many of them, interrupted. Variables make them longer: each file names its own.
        test: {
          name: 'endurance',
          include: ['test/endurance/**/*.test.ts'],
          globalSetup: 'test/system/package-variants.ts',
          testTimeout: 1_200_000,
          hookTimeout: 300_000,
          retry,
          // More than there may be cores: most of their time is the wait until a lease or a message is given up.
          maxWorkers: 4,
          sequence: { groupOrder: 2 },
        },
      },
      {
        // Tasks as containers: skipped, with a word on it, where no Docker engine answers.
        test: {
          name: 'image',
          include: ['test/image/**/*.test.ts'],
          globalSetup: 'test/image/package-image.ts',
          testTimeout: 240_000,
          hookTimeout: 240_000,
          maxWorkers: 1,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
})
