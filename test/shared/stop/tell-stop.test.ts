import { describe, expect, test } from 'vitest'
import { classifyStop } from '../../../shared/stop/classify-stop.ts'
import type { Explanation } from '../../../shared/stop/explanation.ts'
import { createTellStop, type Telling } from '../../../shared/stop/tell-stop.ts'
import type { Mail } from '../../../shared/stop/topic.ts'
import { createTestClock } from '../load/support/test-clock.ts'
import { createMemoryStopMails } from './support/memory-stop-mails.ts'
import { stoppedTask } from './support/stop-event.ts'

const STACK = {
  name: 'stevedore-test',
  stage: 'test',
  resultsBucket: 'results',
  logGroup: '/ecs/stevedore-test',
}

function setup(publish?: (mail: Mail) => Promise<void>) {
  const sent: Mail[] = []
  const clock = createTestClock(Date.parse('2026-03-02T08:20:00.000Z'))
  const topic = { publish: publish ?? (async (mail: Mail) => void sent.push(mail)) }
  const tellStop = createTellStop({ mails: createMemoryStopMails(), topic, stack: STACK, clock })
  return { tellStop, clock, sent }
}

function stop(number = 0): Explanation {
  const task = stoppedTask('killed', { taskArn: `arn:aws:ecs:us-east-1:0:task/c/${number}` })
  return { task, cause: classifyStop(task), loads: [], archiveKey: 'stops/1.json' }
}

test('F81 an event that comes again is one mail', async () => {
  const { tellStop, sent } = setup()
  expect(await tellStop(stop())).toEqual({ kind: 'told', by: 'mail' })
  expect(await tellStop(stop())).toEqual({ kind: 'told', by: 'another' })
  expect(sent).toHaveLength(1)
})

test('two functions at once send one mail: the other comes again, and finds it told', async () => {
  const { tellStop, clock, sent } = setup()
  const answers = await Promise.all([tellStop(stop()), tellStop(stop())])
  expect(answers.map(({ kind }) => kind).sort()).toEqual(['later', 'told'])
  await clock.advance(61_000)
  expect(await tellStop(stop())).toEqual({ kind: 'told', by: 'another' })
  expect(sent).toHaveLength(1)
})

test('F82 a mail that the topic does not take is sent by whoever comes after the claim', async () => {
  let refusals = 1
  const taken: Mail[] = []
  const { tellStop, clock } = setup(async (mail) => {
    if (refusals-- > 0) throw new Error('Throttled')
    taken.push(mail)
  })
  await expect(tellStop(stop())).rejects.toThrow('Throttled')
  expect(await tellStop(stop())).toEqual({ kind: 'later', afterSeconds: 60 })
  await clock.advance(61_000)
  expect(await tellStop(stop())).toEqual({ kind: 'told', by: 'mail' })
  expect(taken).toHaveLength(1)
})

describe('F81 a storm of 500 stops in a minute', () => {
  test('is five mails and one digest of all others', async () => {
    const { tellStop, clock, sent } = setup()
    const all = Array.from({ length: 500 }, (_, number) => stop(number))
    const answers: Telling[] = []
    for (const each of all) answers.push(await tellStop(each))
    expect(sent).toHaveLength(5)
    const waiting = all.filter((_, place) => answers[place]?.kind === 'later')
    expect(waiting).toHaveLength(495)

    await clock.advance(66_000)
    const again: Telling[] = []
    for (const each of waiting) again.push(await tellStop(each))
    expect(again.map((answer) => answer.kind === 'told' && answer.by)).toEqual([
      'digest',
      ...Array.from({ length: 494 }, () => 'another'),
    ])
    expect(sent).toHaveLength(6)
    expect(sent[5]?.subject).toBe('[stevedore-test] 495 tasks stopped, most: Task killed')
    expect(sent[5]?.text).toContain('and 295 more')
  })

  test('has a digest that is told again where its teller died', async () => {
    let isDown = false
    const taken: Mail[] = []
    const { tellStop, clock } = setup(async (mail) => {
      if (isDown) throw new Error('Throttled')
      taken.push(mail)
    })
    for (let number = 0; number < 8; number++) await tellStop(stop(number))
    isDown = true
    await clock.advance(66_000)
    await expect(tellStop(stop(5))).rejects.toThrow('Throttled')
    isDown = false
    expect(await tellStop(stop(6))).toEqual({ kind: 'later', afterSeconds: 60 })
    await clock.advance(61_000)
    expect(await tellStop(stop(7))).toEqual({ kind: 'told', by: 'digest' })
    expect(taken).toHaveLength(6)
  })

  test('leaves a stop that comes too late for the digest of its minute to the next one', async () => {
    const mails = createMemoryStopMails()
    const sent: Mail[] = []
    const clock = createTestClock(Date.parse('2026-03-02T08:20:00.000Z'))
    const late = {
      ...mails,
      addToDigest: async (...given: Parameters<typeof mails.addToDigest>) => {
        // Another function has begun to tell that minute in the moment before.
        if (given[0] === '2026-03-02T08:20:00.000Z') await mails.claimDigest(given[0], 0, 1)
        return mails.addToDigest(...given)
      },
    }
    const topic = { publish: async (mail: Mail) => void sent.push(mail) }
    const tellStop = createTellStop({ mails: late, topic, stack: STACK, clock })
    for (let number = 0; number < 6; number++) await tellStop(stop(number))
    await clock.advance(126_000)
    expect(await tellStop(stop(5))).toEqual({ kind: 'told', by: 'digest' })
    expect(sent.at(-1)?.subject).toContain('1 task stopped')
  })
})
