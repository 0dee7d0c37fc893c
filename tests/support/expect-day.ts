import { fold } from '@rollcall/domain'
import type { Pool } from '@rollcall/platform'
import { counters, type StoredEvent, storedEvents, userDay } from './day-rows.ts'
import type { Load } from './load.ts'
import { waitFor } from './wait-for.ts'

/** What was acknowledged is what is stored; every person's day and all counters are what the stored events say, each once. */
export async function expectNothingLostOrDoubled(pool: Pool, load: Load): Promise<void> {
  await waitFor('all acknowledged records to be stored', async () => {
    const stored = new Set((await storedEvents(pool)).map((event) => event.id))
    const lost = [...load.acknowledged].filter((id) => !stored.has(id))
    if (lost.length > 0) throw new Error(`${lost.length} of ${load.acknowledged.size} missing, such as ${lost[0]}`)
    return true
  })
  const own = (await storedEvents(pool)).filter((event) => load.has(event.userId))
  expect(new Set(own.map((event) => event.id))).toEqual(load.acknowledged)
  expect(load.refusedAtTheDoor).toEqual([])
  await expectDaysMatchEvents(pool)
}

/** Computed here once more, from nothing but the events. */
export async function expectDaysMatchEvents(pool: Pool): Promise<void> {
  const events = await storedEvents(pool)
  const byPerson = new Map<number, StoredEvent[]>()
  for (const event of events) byPerson.set(event.userId, [...(byPerson.get(event.userId) ?? []), event])
  let inside = 0
  let came = 0
  for (const [userId, own] of byPerson) {
    const day = fold(
      own.map(({ at, type }) => ({ at, type, temperature: null })),
      [],
      { lateAfter: Number.POSITIVE_INFINITY, closesAt: 0, closed: false },
    )
    if (day.insideSince !== null) inside += 1
    if (day.came) came += 1
    const stored = await userDay(pool, userId)
    expect(stored).toMatchObject({ came: day.came, insideMs: day.insideMs, events: day.events })
    expect(stored.insideSince?.getTime() ?? null).toBe(day.insideSince)
  }
  expect(await counters(pool)).toMatchObject({ events: events.length, inside, came })
}
