import type { Browser, Page } from 'playwright-core'
import { checkIn } from '../support/client.ts'
import type { ServiceProcess } from '../support/service-process.ts'
import { System } from '../support/system.ts'
import { accessibilityFaults, openBrowser, openPage, picture, sidewaysScroll } from './browser.ts'
import { addAdmins, openAs, PASSWORD, schoolEveryDay, signIn } from './signed-in.ts'

const PEOPLE = 30
let system: System
let browser: Browser
let edge: ServiceProcess
let dashboard: ServiceProcess
beforeAll(async () => {
  system = await System.create({ schools: 2, peopleEach: PEOPLE })
  await addAdmins(system, [
    { email: 'dora@example.org', name: 'Dora District', role: 'district' },
    { email: 'sita@example.org', name: 'Sita School', role: 'school', schools: [2] },
  ])
  await schoolEveryDay(system)
  await system.pool.query(`INSERT INTO roster.classes (id, school_id, name) VALUES (1, 1, '4b'), (2, 1, '5a')`)
  await system.pool.query('UPDATE roster.users SET class_id = 1 + id % 2 WHERE school_id = 1')
  ;[browser, edge, dashboard] = await Promise.all([
    openBrowser(),
    system.start('attendance-service'),
    system.start('dashboard-service'),
  ])
})
afterAll(async () => {
  await browser?.close()
  await system?.close()
})

const send = async (userId: number, type: 'checkin' | 'checkout' = 'checkin', temperature?: number) => {
  const body = { userId, type, timestamp: Date.now(), ...(temperature && { temperature }) }
  expect((await checkIn(edge, system.deviceKey, body)).status).toBe(201)
}

const tile = (page: Page, name: string) => page.getByRole('button', { name: new RegExp(`^${name}`) })
const reads = (page: Page, name: string, count: number) =>
  page.getByRole('button', { name: new RegExp(`^${name} ?${count}(?!\\d)`) }).waitFor()

test('a check-in appears on Today without a reload; its tile opens its list', async () => {
  const { page, complaints, close } = await openPage(browser, dashboard.url, { timezoneId: 'Pacific/Auckland' })
  await page.goto('/')
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await picture(page, 'sign-in')
  await signIn(page, 'dora@example.org')

  await page.getByRole('heading', { name: 'Today', exact: true }).waitFor()
  await page.getByRole('link', { name: 'School 1' }).waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await page.getByRole('link', { name: 'School 1' }).click()
  await page.getByRole('heading', { level: 1, name: 'School 1' }).waitFor()
  await reads(page, 'Enrolled', PEOPLE)
  await reads(page, 'Not recorded', PEOPLE)
  await page.locator('[data-live=live]').waitFor()
  await page.evaluate('window.notReloaded = true')

  await send(1)
  await send(2, 'checkin', 38.4)
  await reads(page, 'Inside now', 2)
  await reads(page, 'Not recorded', PEOPLE - 2)
  await reads(page, 'Fevers', 1)
  await page.getByText('38.4 °C (fever)').waitFor()
  expect(await page.evaluate('window.notReloaded')).toBe(true)

  await tile(page, 'Not recorded').click()
  await page.getByText(`${PEOPLE - 2} people`).waitFor()
  expect(new URL(page.url()).searchParams.get('list')).toBe('notRecorded')
  await page.getByRole('searchbox').fill('Person 17')
  await page.getByText(`1 of ${PEOPLE - 2} people`).waitFor()
  await page.locator('.chart-canvas canvas').waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await picture(page, 'today-school')

  // The address is the state: a colleague sees the same, after signing in.
  const colleague = await openPage(browser, dashboard.url, { colorScheme: 'dark' })
  await colleague.page.goto(page.url())
  await signIn(colleague.page, 'dora@example.org')
  await colleague.page.getByText(`1 of ${PEOPLE - 2} people`).waitFor()
  await colleague.page.locator('.chart-canvas canvas').waitFor()
  expect(await accessibilityFaults(colleague.page)).toEqual([])
  await picture(colleague.page, 'today-school-dark')
  await colleague.page.goto('/app/today')
  await colleague.page.getByRole('link', { name: 'School 1' }).waitFor()
  await picture(colleague.page, 'today-district-dark')
  await colleague.close()
  expect([...complaints, ...colleague.complaints]).toEqual([])
  await close()
})

test('one signs in by keyboard; a wrong password is told; when the session is over one comes back to where one was', async () => {
  const { page, complaints, close } = await openPage(browser, dashboard.url)
  await page.goto('/app/month?school=1')
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await page.keyboard.type('dora@example.org')
  await page.keyboard.press('Tab')
  await page.keyboard.type('something else')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').getByText('do not belong together').waitFor()
  await page.keyboard.type(PASSWORD)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Month sheet' }).waitFor()
  await page.getByRole('rowheader', { name: 'Person 3', exact: true }).waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await picture(page, 'month')

  await system.pool.query('DELETE FROM access.sessions')
  await page.getByRole('button', { name: 'Month before' }).click()
  await page.getByText('Your session is over').waitFor()
  const { searchParams } = new URL(page.url())
  expect(searchParams.size).toBe(0)
  await signIn(page, 'dora@example.org')
  await page.getByRole('heading', { name: 'Month sheet' }).waitFor()
  expect(new URL(page.url()).search).toMatch(/^\?school=1&month=\d{4}-\d\d$/)
  expect(complaints).toEqual([])
  await close()
})

test('an admin of one school sees that one, and no other by its address', async () => {
  const { page, close } = await openAs(browser, dashboard.url, 'sita@example.org', '/app/')
  await page.getByRole('heading', { level: 1, name: 'School 2' }).waitFor()
  await page.goto('/app/today/schools/1')
  await page.getByText('There is no such school').first().waitFor()
  await page.goto('/app/evacuation?school=1')
  await page.getByText('There is no such school').first().waitFor()
  expect(await page.content()).not.toContain('School 1')
  await close()
})

test('every screen fits a phone of 320 pixels', async () => {
  const { page, close } = await openAs(browser, dashboard.url, 'dora@example.org', '/app/today', {
    viewport: { width: 320, height: 640 },
  })
  for (const [name, path, heading] of [
    ['today-district', '/app/today', 'Today'],
    ['today-school', '/app/today/schools/1?list=enrolled', 'School 1'],
    ['evacuation', '/app/evacuation?school=1', 'Evacuation list'],
    ['month', '/app/month?school=1', 'Month sheet'],
  ] as const) {
    await page.goto(path)
    await page.getByRole('heading', { level: 1, name: heading }).waitFor()
    await page.locator('main section:not([aria-busy=true])').first().waitFor()
    await picture(page, `phone-${name}`)
    expect([name, await sidewaysScroll(page)]).toEqual([name, 0])
  }
  await close()
})

test('the evacuation list outlives the server, also when the page is opened anew', async () => {
  const { page, close } = await openAs(browser, dashboard.url, 'dora@example.org', '/app/evacuation?school=1', {
    colorScheme: 'dark',
  })
  const safe = (person: number) => page.getByRole('checkbox', { name: `Person ${person} is safe` })
  await safe(1).check()
  await page.getByText('1 safe').waitFor()
  await page.getByText('1 still missing').waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await picture(page, 'evacuation')
  await page.emulateMedia({ media: 'print' })
  await picture(page, 'evacuation-printed')
  await page.emulateMedia({ media: null })
  await page.evaluate('navigator.serviceWorker.ready.then(() => caches.match("/app/"))')

  await dashboard.stop()
  await page.getByText('The server does not answer. This is the list as it was').waitFor()
  await page.reload()
  await page.getByText('The server does not answer. This is the list as it was').waitFor()
  expect(await safe(1).isChecked()).toBe(true)
  expect(await safe(2).isChecked()).toBe(false)
  await picture(page, 'evacuation-server-away')

  await dashboard.start()
  await send(3)
  await safe(3).waitFor()
  await page.getByText('2 still missing').waitFor()
  await close()
})
