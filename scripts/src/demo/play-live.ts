import { setTimeout as delay } from 'node:timers/promises'
import { Chance } from '../seed/chance.ts'
import type { District } from '../seed/district.ts'
import { LiveDay, type LiveStep } from './live-day.ts'

const TICK_MS = 1_000
const STEPS_OUT_A_TICK = 2
const RECORDS_A_REQUEST = 500
/** A line a minute. */
const TICKS_A_LINE = 60

export interface Live {
  readonly district: District
  readonly ingestUrl: string
  readonly deviceKey: string
  readonly signal: AbortSignal
  readonly say: (line: string) => void
}

/** Plays today over HTTP, as devices do, until it is stopped. What was not answered is sent again: it counts once. */
export async function playLive({ district, ingestUrl, deviceKey, signal, say }: Live): Promise<void> {
  const day = new LiveDay(district, new Chance(Date.now()))
  let waiting: LiveStep[] = []
  let recorded = 0
  for (let tick = 0; !signal.aborted; tick++) {
    const now = Date.now()
    waiting.push(...day.take(now))
    for (let out = 0; out < STEPS_OUT_A_TICK; out++) waiting.push(...[day.stepOut(now)].flatMap((step) => step ?? []))
    const sent = waiting
    waiting = await send(sent, { ingestUrl, deviceKey, signal })
    recorded += sent.length - waiting.length
    if (tick % TICKS_A_LINE === 0 && recorded > 0) {
      say(`Live: ${recorded} people came or went${tick === 0 ? ' today so far' : ' in the last minute'}`)
      recorded = 0
    }
    await delay(TICK_MS, undefined, { signal }).catch(() => {})
  }
}

/** Answers with those to be sent again: the ones without an answer, and those that could not be made durable. */
async function send(
  steps: readonly LiveStep[],
  { ingestUrl, deviceKey, signal }: Pick<Live, 'ingestUrl' | 'deviceKey' | 'signal'>,
): Promise<LiveStep[]> {
  const again: LiveStep[] = []
  for (let start = 0; start < steps.length; start += RECORDS_A_REQUEST) {
    const part = steps.slice(start, start + RECORDS_A_REQUEST)
    try {
      const answer = await fetch(`${ingestUrl}/attendances/batch`, {
        method: 'POST',
        headers: { authorization: `Bearer ${deviceKey}`, 'content-type': 'application/json' },
        body: JSON.stringify(
          part.map(({ userId, type, at, temperature }) => ({
            ...{ userId, type, timestamp: at },
            ...(temperature !== null && { temperature }),
          })),
        ),
        signal,
      })
      const results: unknown = await answer.json()
      if (answer.status !== 207 || !Array.isArray(results)) again.push(...part)
      else again.push(...part.filter((_, at) => results[at]?.status >= 500))
    } catch {
      again.push(...part) // the service is away for a moment, or we are told to stop
    }
  }
  return again
}
