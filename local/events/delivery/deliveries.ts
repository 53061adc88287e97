import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Site } from '../../site.ts'
import type { Envelope } from '../envelope.ts'
import type { Rule, RuleTarget } from '../rule.ts'
import { EVENT_AGE_SECONDS_MAX } from '../target.ts'
import { sendDeadLetter } from './dead-letter.ts'
import { readFailure } from './failure.ts'
import { createJournal } from './journal.ts'
import { permitted } from './permitted.ts'
import type { EventTargets } from './ports.ts'
import { nextTry } from './retry.ts'
import { createSlots } from './slots.ts'

/** An event on its way to one target of one rule. */
interface Delivery {
  readonly id: string
  readonly rule: string
  readonly target: string
  readonly event: Envelope
  /** Milliseconds since 1970. */
  readonly acceptedAt: number
}

/** Delivery is at least once, to each target by itself, in no order. */
export interface Deliveries {
  /** Resolves once the event would survive a restart; the targets get it afterwards. */
  accept(event: Envelope, rules: readonly Rule[]): Promise<void>
  /** Goes on with what an earlier run accepted for this rule and did not deliver. */
  resume(rule: Rule): void
  /** Lets tries under way end; what then remains is delivered by the next run. */
  close(): Promise<void>
}

// Enough to keep every target busy, few enough for a laptop.
const TRIES_AT_ONCE = 64

export function createDeliveries(site: Site, targets: EventTargets, random: () => number): Deliveries {
  const journal = createJournal<Delivery>(join(site.dataFolder, 'events', 'undelivered.ndjson'))
  const leftOver = new Map(journal.pending().map((delivery) => [delivery.id, delivery]))
  const stop = new AbortController()
  const slots = createSlots(TRIES_AT_ONCE)
  const running = new Set<Promise<void>>()
  const say = (text: string) => site.logs.say('events', text)
  for (const delivery of leftOver.values()) dropIfTooOld(delivery)

  // The rule of what is left over may be gone for good; no policy keeps an event longer than this.
  function dropIfTooOld({ id, rule, target, event, acceptedAt }: Delivery): void {
    if (site.clock.now() - acceptedAt <= EVENT_AGE_SECONDS_MAX * 1_000) return
    leftOver.delete(id)
    say(`${rule} → target ${target}: event ${event.id} dropped, it was accepted over a day ago`)
    track(journal.done(id))
  }

  function track(work: Promise<void>): void {
    const run = work
      .catch((error) => {
        if (!stop.signal.aborted) say(error instanceof Error ? error.message : String(error))
      })
      .finally(() => running.delete(run))
    running.add(run)
  }

  async function deliver(delivery: Delivery, rule: Rule, target: RuleTarget): Promise<void> {
    const named = { name: rule.name, arn: rule.arn }
    for (let retries = 0; ; retries++) {
      try {
        await slots(async () => {
          stop.signal.throwIfAborted()
          const context = { ruleName: rule.name, ruleArn: rule.arn, ingestedAt: delivery.acceptedAt }
          const input = target.input({ event: delivery.event, ...context })
          await target.send(permitted(targets, site, { ...named, roleArn: target.RoleArn }), {
            target,
            ruleName: rule.name,
            input,
          })
        })
        break
      } catch (error) {
        stop.signal.throwIfAborted()
        const failure = readFailure(error)
        const ageMilliseconds = site.clock.now() - delivery.acceptedAt
        const next = failure.retry
          ? nextTry({ policy: target.RetryPolicy, retries, ageMilliseconds, random })
          : undefined
        if (next?.kind !== 'wait') {
          const letter = { event: delivery.event, rule, target, failure, retries }
          await sendDeadLetter(permitted(targets, site, named), say, {
            ...letter,
            ...(next && { condition: next.condition }),
          })
          break
        }
        if (retries === 0) say(`${rule.name} → ${target.Arn}: ${failure.message}; trying again`)
        await site.clock.sleep(next.milliseconds, stop.signal)
      }
    }
    await journal.done(delivery.id)
  }

  return {
    async accept(event, rules) {
      const acceptedAt = site.clock.now()
      const all = rules.flatMap((rule) =>
        rule.targets.map((target) => ({
          rule,
          target,
          delivery: { id: randomUUID(), rule: rule.name, target: target.Id, event, acceptedAt },
        })),
      )
      if (all.length === 0) return
      await journal.add(all.map(({ delivery }) => delivery))
      if (stop.signal.aborted) return
      for (const { delivery, rule, target } of all) track(deliver(delivery, rule, target))
    },
    resume(rule) {
      for (const delivery of leftOver.values()) {
        const target = rule.targets.find(({ Id }) => Id === delivery.target)
        if (delivery.rule !== rule.name || !target) continue
        leftOver.delete(delivery.id)
        track(deliver(delivery, rule, target))
      }
    },
    async close() {
      stop.abort(new Error('The event bus closes.'))
      await Promise.all(running)
      await journal.close()
    },
  }
}
