import type { Browser, Page } from 'playwright-core'
import type { ServiceProcess } from '../support/service-process.ts'
import { System } from '../support/system.ts'
import { accessibilityFaults, openBrowser, picture, sidewaysScroll } from './browser.ts'
import { PastDays } from './past-days.ts'
import { addAdmins, openAs, schoolEveryDay } from './signed-in.ts'

const PEOPLE = 30
const DAYS = 10
let system: System
let browser: Browser
let dashboard: ServiceProcess
let past: PastDays

/**
 * People 1 to 20 were there on all ten days, 24 to 30 too, but late yesterday. 21 has been missing for four days, 22 for three with
 * leave today, 23 for all ten. Today 1 to 5 have come, and 6, late.
 */
async function seed(): Promise<void> {
  const missing: Record<number, number> = { 21: 4, 22: 3, 23: DAYS }
  const records = Array.from({ length: DAYS }, (_, i) => i + 1).flatMap((ago) =>
    people(1, PEOPLE)
      .filter((id) => ago > (missing[id] ?? 0))
      .flatMap((id) => past.stay(id, past.ago(ago), ago === 1 && id >= 24 ? '09:00' : '08:00', '14:00')),
  )
  const today = [
    ...people(1, 5).flatMap((id) => past.stay(id, past.today, '08:00')),
    ...past.stay(6, past.today, '09:00'),
  ]
  await system.pool.query('INSERT INTO attendance.excused_days VALUES (22, $1, 1, $2)', [past.today, 'Sick'])
  await past.store([...records, ...today])
}
const people = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i)

beforeAll(async () => {
  system = await System.create({ schools: 2, peopleEach: PEOPLE })
  await addAdmins(system, [
    { email: 'dora@example.org', name: 'Dora District', role: 'district' },
    { email: 'sita@example.org', name: 'Sita School', role: 'school', schools: [2] },
  ])
  await schoolEveryDay(system)
  await system.pool.query(`INSERT INTO roster.classes (id, school_id, name) VALUES (1, 1, '4b'), (2, 1, '5a')`)
  await system.pool.query('UPDATE roster.users SET class_id = 1 + id % 2 WHERE school_id = 1')
  ;[browser, dashboard] = await Promise.all([openBrowser(), system.start('dashboard-service')])
  past = await PastDays.of(system, dashboard, 1)
  await system.pool.query('UPDATE roster.enrolments SET from_date = $1', [past.ago(DAYS)])
  await seed()
})
afterAll(async () => {
  await browser?.close()
  await system?.close()
})

const tile = (page: Page, name: string, count: number) =>
  page.getByRole('button', { name: new RegExp(`^${name} ?${count}(?!\\d)`) })
const panel = (page: Page, name: string) => page.getByRole('region', { name, exact: true })
/** The people of the list that is open, as far as they are in sight. */
const shown = (page: Page, name: string) =>
  panel(page, name)
    .first()
    .getByRole('link', { name: /^Person \d+$/ })
    .allTextContents()
const named = (ids: readonly number[]) => ids.map((id) => `Person ${id}`)

/** The names in the table that the link of a panel leads to. */
async function table(page: Page, name: string): Promise<string[]> {
  const href = await panel(page, name).first().getByRole('link', { name: 'Download as CSV' }).getAttribute('href')
  const answer = await page.request.get(href ?? '')
  expect(answer.headers()['content-type']).toBe('text/csv; charset=utf-8')
  return (await answer.text()).match(/Person \d+/g) ?? []
}

test('of a day, a tile, its list and its table are the same people, each with the rule that decided', async () => {
  const { page, complaints, close } = await openAs(browser, dashboard.url, 'dora@example.org', '/app/attendance', {
    timezoneId: 'Pacific/Auckland',
  })
  await page.getByRole('heading', { level: 1, name: 'Attendance' }).waitFor()
  await page.getByRole('link', { name: 'School 1' }).click()
  await tile(page, 'Enrolled', PEOPLE).waitFor()
  await tile(page, 'Not recorded', 23).waitFor()
  await tile(page, 'Excused', 1).waitFor()

  await page.getByRole('button', { name: 'Earlier' }).click()
  for (const [name, ids, why] of [
    ['Absent', [21, 22, 23], 'Absent. Nothing was recorded'],
    ['Late', people(24, 30), 'Present, late. More than 4 hours: 300 minutes'],
    ['Present', [...people(1, 20), ...people(24, 30)], 'Present. More than 4 hours: 360 minutes'],
  ] as const) {
    await tile(page, name, ids.length).click()
    await page.getByText(`${ids.length} people`).waitFor()
    // Of a long list, the lines in sight.
    const seen = await shown(page, name)
    expect(seen).toEqual(named(ids).slice(0, seen.length))
    expect(seen.length).toBeGreaterThan(2)
    expect(await table(page, name)).toEqual(named(ids))
    await page.getByText(why).first().waitFor()
  }
  await page.getByRole('searchbox').fill('4B')
  const ofClass = [...people(1, 20), ...people(24, 30)].filter((id) => id % 2 === 0)
  await page.getByText(`${ofClass.length} of 27 people`).waitFor()
  expect(await table(page, 'Present')).toEqual(named(ofClass))
  expect(await accessibilityFaults(page)).toEqual([])
  await picture(page, 'attendance-day')

  expect(await page.getByRole('link', { name: 'Person 2', exact: true }).getAttribute('href')).toBe(
    `/app/people/2?date=${past.ago(1)}`,
  )

  // The address is the state, and "back" goes back.
  const { searchParams } = new URL(page.url())
  expect(Object.fromEntries(searchParams)).toEqual({ school: '1', date: past.ago(1), list: 'present', find: '4B' })
  await page.getByRole('searchbox').fill('')
  await page.goBack()
  await tile(page, 'Late', 7).and(page.locator('[aria-pressed=true]')).waitFor()

  await page.getByRole('combobox', { name: 'Choose a class' }).click()
  await page.getByRole('option', { name: '5a' }).click()
  await tile(page, 'Enrolled', 15).waitFor()
  await panel(page, 'Late').first().getByRole('link', { name: 'Person 25' }).waitFor()
  expect(await shown(page, 'Late')).toEqual(named([25, 27, 29]))
  expect(await table(page, 'Late')).toEqual(named([25, 27, 29]))
  expect(complaints).toEqual([])
  await close()
})

test('a month is told by the share of its school days; a person of the list leads to their page', async () => {
  const { page, complaints, close } = await openAs(
    browser,
    dashboard.url,
    'dora@example.org',
    '/app/attendance?school=1',
    { colorScheme: 'dark' },
  )
  await page.getByText('Week', { exact: true }).click()
  await page.getByText('the week before').first().waitFor()
  await page.getByText('Month', { exact: true }).click()
  // On its first day no school day of a month is over yet.
  if (past.today.endsWith('-01')) await page.getByRole('button', { name: 'Earlier' }).click()
  await page
    .getByText(/80 % or less: there on \d+ of \d+ school days/)
    .first()
    .waitFor()
  expect(new URL(page.url()).searchParams.get('period')).toBe('month')
  expect(await accessibilityFaults(page)).toEqual([])
  await picture(page, 'attendance-month-dark')
  await page.getByRole('link', { name: 'Person 23', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'Person 23' }).waitFor()

  await page.getByRole('combobox', { name: 'Find a person' }).fill('pers 17')
  await page.getByRole('option', { name: /^Person 17/ }).click()
  await page.getByRole('heading', { level: 1, name: 'Person 17' }).waitFor()
  expect(complaints).toEqual([])
  await close()
})

test('trends, bands and the call list say who misses school, each with its table', async () => {
  const { page, complaints, close } = await openAs(
    browser,
    dashboard.url,
    'dora@example.org',
    '/app/attendance/trends?school=1',
  )
  await page.locator('.chart-canvas canvas').waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await picture(page, 'attendance-trends')
  await page.getByRole('button', { name: 'Table', exact: true }).click()
  const yesterday = page.getByRole('row').filter({ hasText: past.ago(1) })
  // Present, absent, late, excused, not recorded, enrolled.
  expect(await yesterday.getByRole('cell').allTextContents()).toEqual([past.ago(1), '27', '3', '7', '0', '0', '30'])

  await page.getByRole('link', { name: 'Chronic absence' }).click()
  expect(new URL(page.url()).search).toBe('?school=1')
  await page.getByRole('button', { name: '20 % and over 3' }).click()
  const band = 'Missed 20 % and over of their school days'
  await panel(page, band).first().getByRole('link', { name: 'Person 23' }).waitFor()
  // All ten; four of ten; three of ten, and today's leave.
  expect(await shown(page, band)).toEqual(named([23, 21, 22]))
  expect(await table(page, band)).toEqual(named([23, 21, 22]))
  await page.locator('.chart-canvas canvas').waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await picture(page, 'attendance-chronic')

  await page.getByRole('link', { name: 'Call list' }).click()
  await panel(page, 'Call list').first().getByRole('link', { name: 'Person 23' }).waitFor()
  expect(await shown(page, 'Call list')).toEqual(named([23, 21]))
  await page.getByLabel('Also who has leave now').click()
  await panel(page, 'Call list').first().getByRole('link', { name: 'Person 22' }).waitFor()
  expect(await table(page, 'Call list')).toEqual(named([23, 21, 22]))
  await page.getByLabel('School days in a row, at least').fill('5')
  await panel(page, 'Call list').first().getByRole('link', { name: 'Person 21' }).waitFor({ state: 'detached' })
  await panel(page, 'Call list').first().getByRole('link', { name: 'Person 23' }).waitFor()
  expect(await shown(page, 'Call list')).toEqual(named([23]))
  expect(await accessibilityFaults(page)).toEqual([])
  await picture(page, 'attendance-calls')

  await page.getByRole('link', { name: 'Month sheet' }).last().click()
  await page.getByRole('heading', { level: 1, name: 'Month sheet' }).waitFor()
  await page.getByRole('link', { name: 'Person 23', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'Person 23' }).waitFor()
  expect(complaints).toEqual([])
  await close()
})

test('Today tells whom to call: missing now and on the days before, without who has leave', async () => {
  const { page, complaints, close } = await openAs(browser, dashboard.url, 'dora@example.org', '/app/today/schools/1')
  const missing = 'Missing for days in a row'
  await panel(page, missing).first().getByRole('link', { name: 'Person 23' }).waitFor()
  expect(await shown(page, missing)).toEqual(named([23, 21]))
  await page.getByLabel('School days in a row, at least').fill('5')
  await panel(page, missing).first().getByRole('link', { name: 'Person 21' }).waitFor({ state: 'detached' })
  await panel(page, missing).first().getByRole('link', { name: 'Person 23' }).waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await picture(page, 'today-missing')
  expect(complaints).toEqual([])
  await close()
})

test('an admin of one school sees their school at once, and no other by its address', async () => {
  const { page, close } = await openAs(browser, dashboard.url, 'sita@example.org', '/app/attendance')
  await page.getByRole('heading', { level: 2, name: /^School 2/ }).waitFor()
  // A date that there is none of is as if it were not there.
  await page.goto('/app/attendance?date=2026-02-31')
  await tile(page, 'Enrolled', PEOPLE).waitFor()
  for (const view of ['', '/chronic', '/calls']) {
    await page.goto(`/app/attendance${view}?school=1`)
    await page.getByText('There is no such school').first().waitFor()
  }
  expect(await page.content()).not.toContain('School 1')
  await close()
})

test('every view fits a phone of 320 pixels', async () => {
  const { page, close } = await openAs(browser, dashboard.url, 'dora@example.org', '/app/attendance', {
    viewport: { width: 320, height: 640 },
  })
  for (const [name, path] of [
    ['district', '/app/attendance'],
    ['figures', '/app/attendance?school=1&list=enrolled'],
    ['trends', '/app/attendance/trends?school=1'],
    ['chronic', '/app/attendance/chronic?school=1'],
    ['calls', '/app/attendance/calls?school=1'],
    ['month', '/app/month?school=1'],
    ['today', '/app/today/schools/1'],
  ] as const) {
    await page.goto(path)
    await page.getByRole('navigation').first().waitFor({ state: 'attached' })
    await page.locator('main section[data-state=ready]').first().waitFor()
    if (name === 'trends' || name === 'chronic') await page.locator('.chart-canvas canvas').waitFor()
    await picture(page, `phone-attendance-${name}`)
    expect([name, await sidewaysScroll(page)]).toEqual([name, 0])
  }
  await close()
})
