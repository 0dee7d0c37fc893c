import { TimeZoneDays } from '@rollcall/domain'
import type { Browser, Locator, Page } from 'playwright-core'
import { get, post } from '../support/client.ts'
import type { ServiceProcess } from '../support/service-process.ts'
import { System } from '../support/system.ts'
import { accessibilityFaults, openBrowser, picture, sidewaysScroll } from './browser.ts'
import { PastDays } from './past-days.ts'
import { addAdmins, openAs, schoolEveryDay } from './signed-in.ts'

const PEOPLE = 20
const LONDONER = PEOPLE + 1
let system: System
let browser: Browser
let dashboard: ServiceProcess
let past: PastDays
beforeAll(async () => {
  system = await System.create({ schools: 2, peopleEach: PEOPLE })
  await addAdmins(system, [
    { email: 'dora@example.org', name: 'Dora District', role: 'district' },
    { email: 'sara@example.org', name: 'Sara School', role: 'school', schools: [1] },
    { email: 'vera@example.org', name: 'Vera Viewer', role: 'viewer', schools: [1] },
  ])
  await schoolEveryDay(system)
  await system.pool.query(`UPDATE roster.schools SET time_zone = 'Europe/London' WHERE id = 2`)
  await system.pool.query(`INSERT INTO roster.classes (id, school_id, name) VALUES (1, 1, '4b')`)
  await system.pool.query('UPDATE roster.users SET class_id = 1 WHERE school_id = 1')
  ;[browser, dashboard] = await Promise.all([openBrowser(), system.start('dashboard-service')])
  past = await PastDays.of(system, dashboard, 1)
  const { rows } = await system.pool.query(
    `INSERT INTO access.tokens (kind, name, hash) VALUES ('device', 'North gate', '\\x01') RETURNING id`,
  )
  const byGate = { deviceId: rows[0].id, temperature: 38.4 }
  await past.store([
    ...Array.from({ length: PEOPLE }, (_, i) => past.stay(i + 1, past.ago(1), '08:00', '14:00')).flat(),
    past.event(3, 'checkin', past.at(past.ago(2), '09:05'), byGate),
    past.event(3, 'checkout', past.at(past.ago(2), '11:00')),
  ])
})
afterAll(async () => {
  await browser?.close()
  await system?.close()
})

const panel = (page: Page, name: string | RegExp) => page.getByRole('region', { name }).first()
/** A fact of the day that is shown. */
const fact = (page: Page, name: string, value: string) =>
  panel(page, /^Day: /)
    .locator('.facts > div')
    .filter({ has: page.getByText(name, { exact: true }), hasText: value })
    .waitFor()
const dayOf = async (userId: number, date: string) =>
  (await get(`${dashboard.url}/api/days/${date}/users/${userId}`, system.apiToken)).body.data

/** Tab by tab, as somebody without a mouse. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    if (await target.evaluate((element) => element === element.ownerDocument.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error('not reached by keyboard')
}

test('a person’s day is told by the clocks of the school, with its events, their device, and what stands out', async () => {
  const { page, complaints, close } = await openAs(
    browser,
    dashboard.url,
    'sara@example.org',
    `/app/people/3?date=${past.ago(2)}&year=${past.ago(2).slice(0, 4)}`,
    { timezoneId: 'Pacific/Auckland' },
  )
  await page.getByRole('heading', { level: 1, name: 'Person 3' }).waitFor()
  await panel(page, 'Who this is').getByText('4b').waitFor()
  await fact(page, 'Status', 'Absent')
  await fact(page, 'Why', '4 hours or less: 115 minutes')
  await fact(page, 'First in', '09:05')
  await fact(page, 'Flags', 'late, left early')
  const line = page.getByRole('row', { name: /^09:05:00/ })
  expect((await line.getByRole('cell').allTextContents()).slice(0, 5)).toEqual([
    'In',
    '38.4 °C (fever)',
    '–',
    'North gate',
    'late',
  ])
  await panel(page, 'History').getByRole('row').filter({ hasText: '09:05' }).filter({ hasText: '11:00' }).waitFor()
  await panel(page, /day by day/)
    .locator('.chart-canvas canvas')
    .first()
    .waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await picture(page, 'person')
  await panel(page, /day by day/)
    .getByRole('button', { name: 'Table', exact: true })
    .click()
  await panel(page, /day by day/)
    .getByRole('cell', { name: '4 hours or less: 115 minutes' })
    .waitFor()

  // A line of the history leads to its day.
  const label = new RegExp(`^Show .* ${Number(past.ago(1).slice(8))} `)
  await panel(page, 'History').getByRole('button', { name: label }).click()
  await fact(page, 'Why', 'More than 4 hours: 360 minutes')
  expect(new URL(page.url()).searchParams.get('date')).toBe(past.ago(1))
  expect(complaints).toEqual([])
  await close()
})

/** The last Sunday on which London's clocks went back: 01:30 came twice. */
function lastLongDay(): string {
  const london = new TimeZoneDays('Europe/London')
  for (let ago = 1; ago < 400; ago++) {
    const { date, startsAt, endsAt } = london.day(past.ago(ago))
    if (endsAt - startsAt === 25 * 3_600_000) return date
  }
  throw new Error('no clocks went back within 400 days')
}

test('on a day when the clocks go back, each 01:30 is told apart, also when one is added', async () => {
  const date = lastLongDay()
  const london = await PastDays.of(system, dashboard, 2)
  await london.store([
    london.event(LONDONER, 'checkin', Date.parse(`${date}T00:30:00Z`)),
    london.event(LONDONER, 'checkout', Date.parse(`${date}T01:30:00Z`)),
  ])
  const { page, complaints, close } = await openAs(
    browser,
    dashboard.url,
    'dora@example.org',
    `/app/people/${LONDONER}?date=${date}`,
    { timezoneId: 'America/Los_Angeles' },
  )
  await page.getByRole('row', { name: /^01:30:00 UTC\+01:00 In/ }).waitFor()
  await page.getByRole('row', { name: /^01:30:00 UTC\+00:00 Out/ }).waitFor()
  await fact(page, 'Minutes', '60')

  await page.getByRole('button', { name: 'Add in or out' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(/^Time/).fill('1:45')
  await dialog.getByLabel(/twice/).selectOption('UTC+00:00')
  await dialog.getByLabel('Reason').fill('seen by the teacher')
  await dialog.getByRole('button', { name: 'See what changes' }).click()
  await dialog.getByRole('button', { name: 'Save the correction' }).click()
  await page.getByRole('row', { name: /^01:45:00 UTC\+00:00 In/ }).waitFor()
  expect((await dayOf(LONDONER, date)).timeline).toMatchObject([{}, {}, { timestamp: `${date}T01:45:00.000Z` }])
  expect(complaints).toEqual([])
  await close()
})

test('a day is corrected and put back by keyboard alone; Today and the list follow', async () => {
  const watching = await openAs(browser, dashboard.url, 'sara@example.org', '/app/today/schools/1')
  const present = (count: number) =>
    watching.page.getByRole('button', { name: new RegExp(`^Present ?${count}(?!\\d)`) }).waitFor()
  await watching.page.locator('[data-live=live]').waitFor()
  await present(0)

  const history = `from=${past.ago(5)}&to=${past.today}`
  const { page, complaints, close } = await openAs(
    browser,
    dashboard.url,
    'sara@example.org',
    `/app/people/4?${history}`,
  )
  const before = await dayOf(4, past.today)
  await fact(page, 'Status', 'Not recorded')
  const mark = page.getByRole('button', { name: 'Mark the day' })
  await tabTo(page, mark)
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await tabTo(page, dialog.getByLabel('The day counts as'))
  await page.keyboard.type('Present')
  await tabTo(page, dialog.getByLabel('Reason'))
  await page.keyboard.type('on a trip')
  await page.keyboard.press('Enter')
  const status = dialog.getByRole('row', { name: /Status/ })
  await status.waitFor()
  expect(await status.getByRole('cell').allTextContents()).toEqual(['Not recorded', 'Present'])
  // Nothing is stored yet.
  expect(await dayOf(4, past.today)).toEqual(before)
  expect(await accessibilityFaults(page)).toEqual([])
  await picture(page, 'person-preview')
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'detached' })
  await page.getByText('The correction is saved.').waitFor()
  await fact(page, 'Why', 'Marked by hand: Present')
  // One is where one was: on the button, at the same range.
  await page.waitForFunction("document.activeElement?.textContent === 'Mark the day'")
  expect(new URL(page.url()).search).toBe(`?${history}`)
  await present(1)

  const undo = page.getByRole('button', { name: /^Undo: Marked Present/ })
  await tabTo(page, undo)
  await page.keyboard.press('Enter')
  await tabTo(page, dialog.getByLabel('Reason'))
  await page.keyboard.type('it was another day')
  await page.keyboard.press('Enter')
  await dialog.getByRole('button', { name: 'Save the correction' }).waitFor()
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'detached' })
  await fact(page, 'Status', 'Not recorded')
  await panel(page, 'Corrections')
    .getByRole('row')
    .filter({ hasText: 'on a trip' })
    .filter({ hasText: 'undone' })
    .waitFor()
  await panel(page, 'Corrections')
    .getByRole('row', { name: /Undone: Marked Present it was another day Sara School/ })
    .waitFor()
  await picture(page, 'person-trail')
  expect(await dayOf(4, past.today)).toEqual({ ...before, version: expect.any(String) })
  await present(0)
  expect([...complaints, ...watching.complaints]).toEqual([])
  await Promise.all([close(), watching.close()])
})

test('events are made void and amended in place; what is void stays in sight', async () => {
  const date = past.ago(1)
  const { page, complaints, close } = await openAs(
    browser,
    dashboard.url,
    'sara@example.org',
    `/app/people/5?date=${date}`,
    { colorScheme: 'dark' },
  )
  const dialog = page.getByRole('dialog')
  await page.getByRole('button', { name: 'Amend Out 14:00:00' }).click()
  // What is no time is told before anything is sent.
  await dialog.getByLabel(/^Time/).fill('noon')
  await dialog.getByRole('button', { name: 'See what changes' }).click()
  await dialog.getByText('A time such as 08:05').waitFor()
  await dialog.getByText('Say why').waitFor()
  await dialog.getByLabel(/^Time/).fill('09:30')
  await dialog.getByLabel('Reason').fill('went home ill')
  await dialog.getByRole('button', { name: 'See what changes' }).click()
  const why = dialog.getByRole('row', { name: /Why/ })
  await why.waitFor()
  expect(await why.getByRole('cell').allTextContents()).toEqual([
    'More than 4 hours: 360 minutes',
    '4 hours or less: 90 minutes',
  ])
  await dialog.getByRole('button', { name: 'Save the correction' }).click()
  await fact(page, 'Minutes', '90')
  await page.getByRole('button', { name: 'Make void In 08:00:00' }).click()
  await dialog.getByLabel('Reason').fill('somebody else’s card')
  await dialog.getByRole('button', { name: 'See what changes' }).click()
  await dialog.getByRole('button', { name: 'Save the correction' }).click()
  await fact(page, 'Minutes', '0')
  await page.getByRole('row', { name: /^08:00:00 In .* void: does not count/ }).waitFor()
  await page.getByRole('row', { name: /^09:30:00 Out .* by hand/ }).waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await picture(page, 'person-dark')
  expect(complaints).toEqual([])
  await close()
})

test('who is slower than another admin is told, sees the day as it is now, and goes on from there', async () => {
  const date = past.ago(1)
  const { page, close } = await openAs(browser, dashboard.url, 'sara@example.org', `/app/people/6?date=${date}`)
  await page.getByRole('button', { name: 'Mark the day' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('The day counts as').selectOption('Late')
  await dialog.getByLabel('Reason').fill('came with the bus')
  await dialog.getByRole('button', { name: 'See what changes' }).click()
  await dialog.getByRole('row', { name: /Mark – Late/ }).waitFor()
  const faster = { kind: 'mark', userId: 6, localDate: date, status: 'Leave', reason: 'a letter came' }
  expect((await post(`${dashboard.url}/api/corrections`, system.apiToken, faster)).status).toBe(201)
  await dialog.getByRole('button', { name: 'Save the correction' }).click()
  await dialog.getByText('Somebody else was faster').waitFor()
  await dialog.getByRole('cell', { name: 'Marked by hand: Leave' }).waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await picture(page, 'person-conflict')
  expect((await dayOf(6, date)).mark).toBe('Leave')
  await dialog.getByRole('button', { name: 'See what changes' }).click()
  await dialog.getByRole('button', { name: 'Save the correction' }).click()
  await fact(page, 'Mark', 'Late')
  await close()
})

test('another school’s person is nobody; a viewer looks and changes nothing', async () => {
  const { page, close } = await openAs(browser, dashboard.url, 'vera@example.org', `/app/people/${LONDONER}`)
  await page.getByRole('heading', { level: 1, name: 'There is no such person' }).waitFor()
  expect(await page.content()).not.toContain(`Person ${LONDONER}`)
  await page.goto(`/app/people/7?date=${past.ago(1)}`)
  await fact(page, 'Status', 'Present')
  expect(await page.getByRole('button', { name: /Mark the day|Add in or out|Amend|Make void/ }).count()).toBe(0)
  await close()
})

test('it fits a phone of 320 pixels', async () => {
  const { page, close } = await openAs(
    browser,
    dashboard.url,
    'sara@example.org',
    `/app/people/3?date=${past.ago(2)}`,
    { viewport: { width: 320, height: 640 } },
  )
  await fact(page, 'Status', 'Absent')
  await panel(page, 'History').getByRole('row').nth(1).waitFor()
  await panel(page, /day by day/)
    .locator('.chart-canvas canvas')
    .first()
    .waitFor()
  await picture(page, 'phone-person')
  expect(await sidewaysScroll(page)).toBe(0)
  await page.getByRole('button', { name: 'Add in or out' }).click()
  await page.getByRole('dialog').getByLabel('Reason').fill('x')
  await picture(page, 'phone-person-dialog')
  expect(await sidewaysScroll(page)).toBe(0)
  await close()
})
