import { readFile } from 'node:fs/promises'
import { parse } from 'csv-parse/sync'
import type { Browser, Page } from 'playwright-core'
import type { ServiceProcess } from '../support/service-process.ts'
import { System } from '../support/system.ts'
import { accessibilityFaults, openBrowser, openPage, picture, sidewaysScroll } from './browser.ts'
import {
  type CountedDay,
  dayAfter,
  daysOf,
  departmentOf,
  designationOf,
  HrWorld,
  inFiscalYear,
  mondayOf,
  NOBODY,
  sumOf,
  TODAY,
  TYPES,
  YEAR,
} from './hr-world.ts'
import { addAdmins, signIn } from './signed-in.ts'

let system: System
let hr: HrWorld
let browser: Browser
let dashboard: ServiceProcess
beforeAll(async () => {
  ;[system, hr, browser] = await Promise.all([
    System.create({ schools: 2, peopleEach: 20 }),
    HrWorld.up(),
    openBrowser(),
  ])
  await system.pool.query(`UPDATE roster.users SET kind = 'teacher', external_id = 'E' || id`)
  await addAdmins(system, [
    { email: 'dora@example.org', name: 'Dora District', role: 'district' },
    { email: 'sita@example.org', name: 'Sita School', role: 'school', schools: [2] },
  ])
  ;[dashboard] = await Promise.all([
    system.start('dashboard-service', { env: hr.env }),
    system.start('tasks', { env: hr.env }),
  ])
  expect((await ask('/api/leave/sync', { method: 'POST' })).status).toBe(200)
})
afterAll(async () => {
  await browser?.close()
  await system?.close()
  await hr?.down()
})

const ask = (path: string, init: RequestInit = {}) =>
  fetch(dashboard.url + path, { ...init, headers: { authorization: `Bearer ${system.apiToken}` } })
const days = (): CountedDay[] => daysOf(hr.leaves)
const count = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`
const panel = (page: Page, name: string | RegExp) => page.getByRole('region', { name })
const figure = (page: Page, name: string, value: number) =>
  page.getByRole('link', { name: new RegExp(`^${name} ?${value}(?!\\d)`) })
const param = (page: Page, name: string) => new URL(page.url()).searchParams.get(name)

async function open(path: string, email = 'dora@example.org', options: Parameters<typeof openPage>[2] = {}) {
  const watched = await openPage(browser, dashboard.url, options)
  await watched.page.goto(`/app${path}`)
  await signIn(watched.page, email)
  return watched
}

async function choose(page: Page, filter: string, ...values: string[]): Promise<void> {
  for (const value of values) {
    await page
      .getByRole('combobox', { name: filter })
      .or(page.getByRole('textbox', { name: filter }))
      .first()
      .click()
    await page.getByRole('option', { name: value, exact: true }).click()
  }
  await page.keyboard.press('Escape')
}

async function csvOf(page: Page, click: () => Promise<void>): Promise<string[][]> {
  const [download] = await Promise.all([page.waitForEvent('download'), click()])
  return parse(await readFile(await download.path()), { bom: true, relaxColumnCount: true })
}

/** Of the table of that name, head and all. The gaps of a long one are no rows. */
async function rowsIn(page: Page, name: string | RegExp): Promise<string[][]> {
  const rows = panel(page, name).last().getByRole('row')
  await rows.nth(1).waitFor()
  return rows.evaluateAll((all) =>
    all.filter((row) => row.children.length > 0).map((row) => [...row.children].map((cell) => cell.textContent ?? '')),
  )
}

test('the overview: headline numbers, who is away, and the days by type of this fiscal year', async () => {
  const { page, complaints, close } = await open('/leave')
  const monday = mondayOf(TODAY)
  const week = days().filter(({ date }) => date >= monday && date <= dayAfter(monday, 6))
  const today = days().filter(({ date }) => date === TODAY)
  const people = (some: readonly CountedDay[]) => new Set(some.map(({ employee }) => employee)).size
  await figure(page, 'Employees', 41).waitFor()
  await figure(page, 'Away today', people(today)).waitFor()
  await figure(page, 'Away this week', people(week)).waitFor()
  await figure(page, 'Pending requests', 2).waitFor()
  await panel(page, 'Who is away').getByRole('link', { name: 'Asha Rai 21' }).waitFor()
  expect((await rowsIn(page, 'Who is away')).length - 1).toBe(today.length)
  await figure(page, 'Away this week', people(week)).click()
  await panel(page, 'Who is away').getByRole('link', { name: 'Asha Rai 5', exact: true }).waitFor()
  expect(param(page, 'when')).toBe('week')

  const byType = new RegExp(`^Days by type, ${YEAR}`)
  await panel(page, byType).first().getByRole('button', { name: 'Table' }).click()
  const shown = await rowsIn(page, byType)
  for (const type of [1, 2] as const) {
    const mine = days().filter((day) => day.type === type && inFiscalYear(0)(day))
    expect(shown).toContainEqual([
      ...[TYPES[type].name, String(sumOf(mine)), String(new Set(mine.map(({ id }) => id)).size), String(people(mine))],
    ])
  }
  await page.getByText('Fresh', { exact: true }).waitFor()
  await page.getByText(/^As of .* old$/).waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await page.evaluate('scrollTo(0, 0)')
  await picture(page, 'leave-overview')

  await figure(page, 'Pending requests', 2).click()
  await page.getByText('2 employees', { exact: true }).waitFor()
  await page.getByRole('link', { name: 'Asha Rai 22' }).waitFor()
  expect(complaints).toEqual([])
  await close()
})

test('employees are found, filtered and opened; a gauge, its balance and the lines behind it agree', async () => {
  const { page, complaints, close } = await open('/leave/employees')
  await page.getByText('41 employees').waitFor()
  await choose(page, 'Department', 'Science')
  await choose(page, 'Designation', 'Head')
  const wanted = Array.from({ length: 40 }, (_, at) => at + 1).filter(
    (each) => departmentOf(each) === 'Science' && designationOf(each) === 'Head',
  )
  await page.getByText(`${wanted.length} employees`, { exact: true }).waitFor()
  await page.getByRole('searchbox', { name: 'Find by name' }).fill('rai 1')
  await page.getByText('2 employees', { exact: true }).waitFor()
  expect(param(page, 'q')).toBe('rai 1')
  expect((await rowsIn(page, 'Employees')).slice(1).map(([name]) => name)).toEqual(['Asha Rai 12', 'Asha Rai 18'])
  expect(await accessibilityFaults(page)).toEqual([])
  await picture(page, 'leave-employees')
  const table = await csvOf(page, () => page.getByRole('link', { name: 'Download as CSV' }).click())
  expect(table.slice(1).map(([, , name]) => name)).toEqual(['Asha Rai 12', 'Asha Rai 18'])

  await page.getByRole('link', { name: 'Asha Rai 12' }).click()
  await page.getByRole('heading', { level: 1, name: 'Asha Rai 12' }).waitFor()
  await page.getByText('Maya Karki, maya.karki@example.org').waitFor()
  await page.getByText('Science (department)').waitFor()
  await page.getByRole('link', { name: 'Asha Rai 1', exact: true }).waitFor()
  const mine = days().filter(({ employee, type }) => employee === 12 && type === 1)
  const [before, now] = [sumOf(mine.filter(inFiscalYear(-1))), sumOf(mine.filter(inFiscalYear(0)))]
  const carried = Math.min(TYPES[1].carried, TYPES[1].days - before)
  const annual = page.getByRole('article', { name: 'Annual' })
  await annual.getByText(`Left: ${count(TYPES[1].days + carried - now, 'day', 'days')}`).waitFor()
  await annual.getByRole('button', { name: 'Table' }).click()
  const gauge = await rowsIn(page, 'Annual: used days')
  expect(gauge.slice(1)).toEqual([
    ['Used', String(now)],
    ['Default', String(TYPES[1].days)],
    ['Carried over', String(carried)],
    ['Asked for, not decided', '0'],
    ['Left', String(TYPES[1].days + carried - now)],
  ])
  expect(await accessibilityFaults(page)).toEqual([])

  // Another year: other numbers, and the lines that make them.
  await page
    .getByRole('combobox', { name: 'Fiscal year' })
    .or(page.getByRole('textbox', { name: 'Fiscal year' }))
    .click()
  await page.getByRole('option', { name: `${YEAR - 1}/${String(YEAR).slice(2)}` }).click()
  await annual.getByRole('button', { name: 'Why? The lines behind Annual' }).click()
  const lines = (await rowsIn(page, /^Annual, .*: what makes the balance/)).slice(1)
  const effects = lines.map(([, , , effect]) => Number(effect?.replace('−', '-')))
  expect(lines.filter(([what]) => what === 'Used').length).toBe(1)
  expect(effects.reduce((sum, effect) => sum + effect, 0)).toBe(TYPES[1].days - before)
  expect(lines.at(-1)?.[4]).toBe(String(TYPES[1].days - before))
  await annual.getByText(`Left: ${count(TYPES[1].days - before, 'day', 'days')}`).waitFor()
  expect([param(page, 'year'), param(page, 'ledger'), param(page, 'department')]).toEqual([
    '99',
    '1',
    expect.any(String),
  ])
  const balances = await csvOf(page, () => page.getByRole('link', { name: 'Balances as CSV' }).click())
  const annualRow = balances.find(([, , type]) => type === 'Annual')
  expect(annualRow?.slice(3)).toEqual([TYPES[1].days, 0, before, 0, TYPES[1].days - before].map(String))
  expect(await accessibilityFaults(page)).toEqual([])
  await annual.getByRole('button', { name: 'Chart', exact: true }).click()
  await annual.locator('canvas').first().waitFor()
  await picture(page, 'leave-profile')
  expect(complaints).toEqual([])
  await close()
})

test('a trend’s total is the sum of its rows, in the table and in the file; filters combine and go along', async () => {
  const { page, complaints, close } = await open('/leave/trends')
  await choose(page, 'Department', 'Science')
  await choose(page, 'Leave type', 'Annual', 'Sick')
  await choose(page, 'Fiscal year', `${YEAR}/${String(YEAR + 1).slice(2)}`)
  const wanted = days().filter((day) => departmentOf(day.employee) === 'Science' && inFiscalYear(0)(day))
  const total = sumOf(wanted)
  for (const by of ['Month', 'Type', 'Designation', 'Employee']) {
    await page.getByRole('radiogroup', { name: 'By' }).getByText(by, { exact: true }).click()
    const title = new RegExp(`^Days of leave by ${by.toLowerCase()}$`)
    const chart = panel(page, title).first()
    await chart.getByText(`In all ${count(total, 'day', 'days')},`).waitFor()
    await chart.getByRole('button', { name: 'Table' }).click()
    const place = by === 'Employee' ? 2 : 1
    const shown = (await rowsIn(page, title)).slice(1)
    expect(shown.reduce((sum, row) => sum + Number(row[place]), 0)).toBe(total)
    const table = await csvOf(page, () => chart.getByRole('button', { name: 'CSV' }).click())
    expect(table.slice(1)).toEqual(shown)
    await chart.getByRole('button', { name: 'Chart', exact: true }).click()
    await chart.locator('canvas').first().waitFor()
    await picture(page, `leave-trends-${by.toLowerCase()}`)
  }
  expect(await accessibilityFaults(page)).toEqual([])
  expect([param(page, 'by'), param(page, 'leaveType'), param(page, 'fiscalYear')]).toEqual(['employee', '1,2', '100'])
  await page.getByRole('link', { name: 'Employees', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'Leave: employees' }).waitFor()
  expect([param(page, 'leaveType'), param(page, 'fiscalYear')]).toEqual(['1,2', '100'])
  await page.getByText(`${new Set(wanted.map(({ employee }) => employee)).size} employees`, { exact: true }).waitFor()
  await page.goBack()
  await page.getByRole('heading', { level: 1, name: 'Leave: trends' }).waitFor()
  await page.getByRole('button', { name: 'Clear all' }).click()
  await page.getByText(`In all ${count(sumOf(days()), 'day', 'days')},`).waitFor()
  expect(complaints).toEqual([])
  await close()
})

test('a cell of a heat map is its share of all days of the type', async () => {
  const { page, complaints, close } = await open('/leave/heat-maps')
  await choose(page, 'Leave type', 'Sick')
  const sick = days().filter(({ type }) => type === 2)
  const share = (some: readonly CountedDay[]) => String(Math.round((sumOf(some) / sumOf(sick)) * 10_000) / 100)
  for (const [map, at, label, isIn] of [
    ['Months by year, Sick', 9, 'Sept', (date: string) => date.startsWith(`${YEAR}-09`)],
    [
      'Weekdays by year, Sick',
      5,
      'Friday',
      (date: string) => date.startsWith(String(YEAR)) && new Date(date).getUTCDay() === 5,
    ],
  ] as const) {
    const chart = panel(page, map).first()
    await chart.locator('canvas').first().waitFor()
    await chart.getByRole('button', { name: 'Table' }).click()
    const [head = [], ...rows] = await rowsIn(page, map)
    const column = head.indexOf(String(YEAR))
    expect([rows[at - 1]?.[0], rows[at - 1]?.[column]]).toEqual([label, share(sick.filter(({ date }) => isIn(date)))])
  }
  expect(await accessibilityFaults(page)).toEqual([])
  for (const map of ['Months by year, Sick', 'Weekdays by year, Sick'])
    await panel(page, map).first().getByRole('button', { name: 'Chart', exact: true }).click()
  await picture(page, 'leave-heat-maps')
  expect(complaints).toEqual([])
  await close()
})

test('a failed sync is told in words while the data stays; when it works again, what is new is shown', async () => {
  const { page, complaints, close } = await open('/leave/employees')
  await page.getByText('41 employees').waitFor()
  hr.simulator.fault = '500'
  await page.getByRole('button', { name: 'Sync now' }).click()
  await page.getByRole('alert').filter({ hasText: 'The sync did not work' }).waitFor()
  await page.getByText('The HR system answered with an error of its own. What is shown here').waitFor()
  await page.getByText('41 employees').waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await picture(page, 'leave-sync-failed')
  for (const tab of ['Overview', 'Trends', 'Heat maps', 'Unlinked']) {
    await page.getByRole('navigation', { name: 'Leave screens' }).getByRole('link', { name: tab }).click()
    await page.getByText('The HR system answered with an error of its own. What is shown here').waitFor()
  }
  await system.pool.query(`UPDATE leave.sync SET good_at = good_at - interval '1 hour'`)
  await page.reload()
  await page.getByText('Not fresh', { exact: true }).waitFor()
  await page.getByText(/^As of .*, 1 h old$/).waitFor()
  expect(await accessibilityFaults(page)).toEqual([])

  hr.simulator.fault = 'none'
  hr.gets({ id: 4_000, employee: 41, type: 1, from: TODAY, days: 1 })
  await page.getByRole('link', { name: 'Employees', exact: true }).click()
  await page.getByRole('button', { name: 'Sync now' }).click()
  await page.getByText('It is in.').waitFor()
  await page.getByText('42 employees').waitFor()
  expect(await page.getByText('The last sync failed').count()).toBe(0)
  // That the failed call was one, browsers write down.
  expect(complaints.filter((line) => !line.includes('/api/leave/sync'))).toEqual([])
  await close()
})

test('what comes in by the clock is not thrown under one’s eyes', async () => {
  const { page, close } = await open('/leave/employees')
  await page.getByText('42 employees').waitFor()
  hr.gets({ id: 4_001, employee: 42, type: 1, from: TODAY, days: 1 })
  expect((await ask('/api/leave/sync', { method: 'POST' })).status).toBe(200)
  // As when one comes back to the window; else it is asked every 15 seconds.
  await page.evaluate('document.dispatchEvent(new Event("visibilitychange", { bubbles: true }))')
  await page.getByText('Other leave data came in at').waitFor()
  await page.getByText('42 employees').waitFor()
  await page.getByRole('button', { name: 'Show it' }).click()
  await page.getByText('43 employees').waitFor()
  await close()
})

test('an employee is linked by hand, or is nobody of ours; rows with a fault are listed with their reasons', async () => {
  const { page, complaints, close } = await open('/leave/unlinked')
  await page.getByRole('cell', { name: /start/i }).first().waitFor()
  await page.getByRole('button', { name: 'Link… Nora Nobody' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Nobody is called that.').waitFor()
  await dialog.getByRole('searchbox').fill('Person 33')
  await dialog.getByRole('radio', { name: /Person 33 \(School 2/ }).check()
  expect(await accessibilityFaults(page)).toEqual([])
  await picture(page, 'leave-link')
  await dialog.getByRole('button', { name: 'Link', exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Link… Nora Nobody' }).waitFor({ state: 'detached' })
  const links = async () =>
    (await system.pool.query('SELECT user_id, how FROM leave.links WHERE employee_id = $1', [500 + NOBODY])).rows
  expect(await links()).toEqual([{ user_id: 33, how: 'hand' }])

  await page.goto(`/app/leave/employees/${500 + NOBODY}`)
  await page.getByText('Person 33, School 2, said by hand').waitFor()
  await page.getByRole('button', { name: 'Nobody of ours' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Nobody of ours' }).click()
  await page.getByText('Nobody of ours, said by hand').waitFor()
  expect(await links()).toEqual([{ user_id: null, how: 'hand' }])
  await page.getByRole('button', { name: 'Leave it to the rules' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Leave it to the rules' }).click()
  await page.getByText('Not known', { exact: true }).waitFor()
  expect(await links()).toEqual([])
  // With the next sync the rules know everybody else again.
  expect((await ask('/api/leave/sync', { method: 'POST' })).status).toBe(200)
  expect(complaints).toEqual([])
  await close()
})

test('an admin of one school sees their own, and neither the way nor the page of the district', async () => {
  const { page, complaints, close } = await open('/leave', 'sita@example.org')
  await figure(page, 'Employees', 20).waitFor()
  await figure(page, 'Away today', 1).waitFor()
  expect(await page.getByRole('button', { name: 'Sync now' }).count()).toBe(0)
  expect(await page.getByRole('link', { name: 'Unlinked' }).count()).toBe(0)
  await page.goto('/app/leave/trends?by=employee')
  const mine = days().filter(({ employee }) => employee > 20 && employee <= 40)
  await page.getByText(`In all ${count(sumOf(mine), 'day', 'days')},`).waitFor()
  await page.goto('/app/leave/unlinked')
  await page.getByText('This is for admins of the whole district.').waitFor()
  expect(complaints).toEqual([])
  await page.goto('/app/leave/employees/501')
  await page.getByText('There is no such employee').first().waitFor()
  expect(await page.content()).not.toContain('Rai 1')
  await close()
})

test('every screen of leave fits a phone, and is fit for the dark', async () => {
  const [phone, desk] = [
    { width: 320, height: 640 },
    { width: 1280, height: 720 },
  ]
  const { page, complaints, close } = await open('/leave', 'dora@example.org', { colorScheme: 'dark', viewport: phone })
  for (const [name, path, heading] of [
    ['overview', '/app/leave', 'Leave'],
    ['employees', '/app/leave/employees?department=1&state=approved,pending', 'Leave: employees'],
    ['profile', '/app/leave/employees/512?ledger=1', 'Asha Rai 12'],
    ['trends', '/app/leave/trends?shape=line', 'Leave: trends'],
    ['trends-employee', '/app/leave/trends?by=employee', 'Leave: trends'],
    ['heat-maps', '/app/leave/heat-maps', 'Leave: heat maps'],
    ['unlinked', '/app/leave/unlinked', 'Leave: who is who'],
  ] as const) {
    await page.goto(path)
    await page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor()
    await page.locator('main section[aria-busy=false]').first().waitFor()
    await page.locator('main section[aria-busy=true]').first().waitFor({ state: 'detached' })
    await picture(page, `phone-leave-${name}`)
    expect([name, await sidewaysScroll(page)]).toEqual([name, 0])
    await page.setViewportSize(desk)
    expect(await accessibilityFaults(page)).toEqual([])
    await picture(page, `leave-dark-${name}`)
    await page.setViewportSize(phone)
  }
  expect(complaints).toEqual([])
  await close()
})
