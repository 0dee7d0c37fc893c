import { playLive } from '../../scripts/src/demo/play-live.ts'
import { dayAtSchool, schoolDate, zoneOf } from '../../scripts/src/seed/day-at-school.ts'
import { type District, numbered } from '../../scripts/src/seed/district.ts'
import { membersOf } from '../../scripts/src/seed/people.ts'
import { System } from '../support/system.ts'
import { waitFor } from '../support/wait-for.ts'

let system: System
beforeAll(async () => {
  system = await System.create({ schools: 2, peopleEach: 300 })
})
afterAll(() => system.close())

/** The schools of the test's system, where it is noon. */
async function itsDistrict(): Promise<District> {
  const { rows } = await system.pool.query<{ name: string; timeZone: string }>(
    'SELECT name, time_zone AS "timeZone" FROM roster.schools ORDER BY id',
  )
  const hours = { opensAt: '08:00', closesAt: '15:00', lateAfterMinutes: 10 }
  const calendar = { weekdays: [1, 2, 3, 4, 5, 6, 7], holidays: [] }
  return {
    ...{ seed: 1, prefix: '', year: null },
    schools: numbered(
      rows.map((school) => ({ ...school, ...hours, ...calendar, people: 300, namesSeed: 1 })),
      { firstSchool: 1, firstClass: 1, firstUser: 1 },
    ),
  }
}

test('today is played over HTTP up to this moment and goes on; a service that dies meanwhile is sent the same again', async () => {
  const district = await itsDistrict()
  const edge = await system.start('attendance-service')
  await system.start('dashboard-service')
  const now = Date.now()
  const planned = district.schools.flatMap((school) => {
    const { date } = zoneOf(school.timeZone).dayAt(now)
    const today = schoolDate(district.seed, school, date)
    return [...membersOf(district, school)].flatMap((member) =>
      dayAtSchool(today, member)
        .filter(({ at }) => at <= now)
        .map(({ at, type }) => `${member.id} ${type} ${new Date(at).toISOString()}`),
    )
  })
  expect(planned.length).toBeGreaterThan(400)

  const stop = new AbortController()
  const lines: string[] = []
  const live = { district, ingestUrl: edge.url, deviceKey: system.deviceKey, signal: stop.signal }
  const playing = playLive({ ...live, say: (line) => lines.push(line) })
  const stored = async () => {
    const { rows } = await system.pool.query<{ userId: number; type: string; at: Date }>(
      'SELECT user_id AS "userId", type, at FROM attendance.events',
    )
    return rows.map(({ userId, type, at }) => `${userId} ${type} ${at.toISOString()}`)
  }
  await waitFor('all that was planned so far', async () => {
    const there = new Set(await stored())
    return planned.every((each) => there.has(each))
  })
  expect(await waitFor('its line', () => lines[0])).toMatch(/^Live: \d+ people came or went today so far$/)

  await edge.kill()
  await edge.start()
  const before = (await stored()).length
  await waitFor('somebody who steps out after it', async () => (await stored()).length > before)
  stop.abort()
  await playing
  const all = await stored()
  expect(new Set(all).size).toBe(all.length)
})
