import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { parseStartOptions } from '../../local/start-options.ts'

test('without arguments the port is 4566 and the data lies in .local', () => {
  expect(parseStartOptions([])).toEqual({
    port: 4566,
    dataFolder: resolve('.local'),
    deploy: true,
    samples: true,
    speed: 1,
    params: [],
    tasks: 'processes',
    tasksMax: 16,
    iam: 'enforce',
  })
})

test('every option is taken', () => {
  const args = [
    '--port',
    '0',
    '--data',
    '/d',
    '--no-samples',
    '--no-deploy',
    '--speed',
    '60',
    '--param',
    'a=1',
    '--param',
    'b=x=y',
    '--tasks',
    'docker',
    '--tasks-max',
    '2',
    '--iam',
    'warn',
  ]
  expect(parseStartOptions(args)).toEqual({
    port: 0,
    dataFolder: '/d',
    deploy: false,
    samples: false,
    speed: 60,
    params: ['a=1', 'b=x=y'],
    tasks: 'docker',
    tasksMax: 2,
    iam: 'warn',
  })
})

test('all that is wrong is told at once, with the value', () => {
  expect(
    parseStartOptions([
      ...['--port', '70000', '--speed', 'fast', '--param', 'routeBytes'],
      ...['--tasks', '3', '--iam', 'maybe', '--tasks-max', '0'],
    ]),
  ).toEqual({
    faults: [
      expect.stringContaining('"70000"'),
      expect.stringContaining('"fast"'),
      expect.stringMatching(/"3".* processes or docker/),
      expect.stringMatching(/"maybe".* enforce, warn, off/),
      expect.stringContaining('"0"'),
      expect.stringContaining('"routeBytes"'),
    ],
  })
})

test('an option that does not exist is named', () => {
  expect(parseStartOptions(['--prot', '1'])).toEqual({ faults: [expect.stringContaining('--prot')] })
})

test('options that npm kept for itself are told, and not left out', () => {
  expect(parseStartOptions([], { npm_config_samples: '', npm_config_port: '4577' })).toEqual({
    faults: ['npm kept --port, --samples for itself: put -- before it'],
  })
  expect(parseStartOptions([], { npm_config_registry: 'x' })).not.toHaveProperty('faults')
})

test('a parameter without a value is told here, and not by the framework for each place that asks for it', () => {
  expect(parseStartOptions(['--param', 'baseImage='])).toEqual({
    faults: ['--param is "baseImage=", and has to be name=value'],
  })
})
