import type { Browser, Page } from 'playwright-core'
import { checkIn, get } from '../support/client.ts'
import type { ServiceProcess } from '../support/service-process.ts'
import { System } from '../support/system.ts'
import { waitFor } from '../support/wait-for.ts'
import { accessibilityFaults, openBrowser, picture, sidewaysScroll } from './browser.ts'
import { addAdmins, openAs, schoolEveryDay } from './signed-in.ts'

let system: System
let browser: Browser
let edge: ServiceProcess
let dashboard: ServiceProcess
beforeAll(async () => {
  system = await System.create({ schools: 2, peopleEach: 20 })
  await addAdmins(system, [
    { email: 'dora@example.org', name: 'Dora District', role: 'district' },
    { email: 'nina@example.org', name: 'Nina Nurse', role: 'school', schools: [1] },
    { email: 'sita@example.org', name: 'Sita School', role: 'school', schools: [2] },
    { email: 'vera@example.org', name: 'Vera Viewer', role: 'viewer', schools: [1] },
  ])
  await schoolEveryDay(system)
  await system.pool.query(`INSERT INTO roster.classes (id, school_id, name) VALUES (1, 1, '4b')`)
  await system.pool.query('UPDATE roster.users SET class_id = 1 WHERE id % 2 = 0 AND school_id = 1')
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

interface Fever {
  readonly userId: number
  readonly recheck: number | null
  readonly recheckAt: string | null
  readonly calledAt: string | null
  readonly pickedUpAt: string | null
  readonly owner: string | null
}

/** What the call answers about somebody today. */
async function feverOf(userId: number): Promise<Fever | undefined> {
  const { body } = await get(`${dashboard.url}/api/reports/fevers?today=true`, system.apiToken)
  return body.data.find((fever: Fever) => fever.userId === userId)
}
const untilFever = (what: string, userId: number, holds: (fever: Fever) => boolean) =>
  waitFor(what, async () => {
    const fever = await feverOf(userId)
    return fever !== undefined && holds(fever)
  })

async function fever(userId: number, temperature: number): Promise<void> {
  const body = { userId, type: 'checkin' as const, timestamp: Date.now(), temperature }
  expect((await checkIn(edge, system.deviceKey, body)).status).toBe(201)
  await untilFever('the fever to be stored', userId, () => true)
}

async function note(userId: number, change: object): Promise<void> {
  const { rows } = await system.pool.query('SELECT local_date::text AS date FROM attendance.fever_events LIMIT 1')
  const response = await fetch(`${dashboard.url}/api/reports/fevers/${rows[0].date}/users/${userId}`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${system.apiToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(change),
  })
  expect(response.status).toBe(200)
}

const row = (page: Page, person: number) =>
  page.getByRole('row').filter({ has: page.getByRole('link', { name: new RegExp(`^Person ${person}(?!\\d)`) }) })
const step = (page: Page, person: number, shown: string, what: string) =>
  page.getByRole('button', { name: new RegExp(`^${shown}: ${what}, Person ${person}$`) })
const CLOCK = '\\d\\d:\\d\\d'
const names = (page: Page) =>
  page.locator('.fever-person').evaluateAll((all) => all.map((each) => each.firstChild?.textContent))

test('a fever appears in the queue within seconds; its steps are noted, changed and taken back in place', async () => {
  await fever(4, 38.9)
  const { page, complaints, close } = await openAs(browser, dashboard.url, 'nina@example.org', '/app/fevers', {
    timezoneId: 'Pacific/Auckland',
  })
  await row(page, 4).getByText('38.9 °C').waitFor()
  await page.locator('[data-live=live]').waitFor()
  await page.evaluate('window.notReloaded = true')
  await fever(2, 38.4)
  await row(page, 2).getByText('38.4 °C').waitFor({ timeout: 20_000 })
  await page.getByText('2 with a fever, 2 open, 1 new at the end of the list').waitFor()
  expect(await names(page)).toEqual(['Person 4', 'Person 2'])

  await step(page, 2, 'Now', 'Guardian called').click()
  await step(page, 2, CLOCK, 'Guardian called').waitFor()
  await step(page, 2, 'Note', 'Recheck').click()
  expect(await accessibilityFaults(page)).toEqual([])
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('alert').getByText('Something is missing').waitFor()
  await page.getByLabel('Temperature in °C').fill('38.2')
  await page.getByRole('button', { name: 'Save' }).click()
  await step(page, 2, `38.2 °C, ${CLOCK}`, 'Recheck').waitFor()
  await step(page, 2, 'Me', 'Owner').click()
  await step(page, 2, 'Nina Nurse', 'Owner').waitFor()
  await step(page, 4, 'Other', 'Owner').click()
  await page.getByRole('dialog').getByLabel('Name').fill('Tom')
  await page.getByRole('button', { name: 'Save' }).click()
  await step(page, 4, 'Tom', 'Owner').waitFor()
  await step(page, 2, 'Now', 'Picked up').click()
  await step(page, 2, CLOCK, 'Picked up').waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await picture(page, 'fevers')
  expect(await page.evaluate('window.notReloaded')).toBe(true)

  const noted = await feverOf(2)
  expect(noted).toMatchObject({ recheck: 38.2, owner: 'Nina Nurse' })
  for (const at of [noted?.recheckAt, noted?.calledAt, noted?.pickedUpAt])
    expect(Math.abs(Date.now() - Date.parse(at ?? ''))).toBeLessThan(120_000)
  await page.reload()
  for (const [shown, what] of [
    [CLOCK, 'Guardian called'],
    [`38.2 °C, ${CLOCK}`, 'Recheck'],
    ['Nina Nurse', 'Owner'],
    [CLOCK, 'Picked up'],
  ] as const)
    await step(page, 2, shown, what).waitFor()

  // By the school's clock, whatever the browser's zone: five minutes past the hour of noon there.
  await step(page, 2, CLOCK, 'Guardian called').click()
  const clock = page.getByLabel('When, by the school’s clock')
  const shown = await clock.inputValue()
  await clock.fill(`${shown.slice(0, 11)}08:05`)
  await page.getByRole('button', { name: 'Save' }).click()
  await step(page, 2, '08:05', 'Guardian called').waitFor()
  const { rows } = await system.pool.query(
    `SELECT to_char(called_at AT TIME ZONE time_zone, 'HH24:MI') AS clock FROM attendance.fever_follow_ups, roster.schools
     WHERE user_id = 2 AND id = 1`,
  )
  expect(rows).toEqual([{ clock: '08:05' }])
  await page.getByRole('button', { name: 'Take back: Guardian called, Person 2' }).click()
  await step(page, 2, 'Now', 'Guardian called').waitFor()
  await untilFever('the call to be taken back', 2, ({ calledAt }) => calledAt === null)
  expect(complaints).toEqual([])
  await close()
})

test('open only hides who was picked up or is well; a line stays until one sorts again; the address keeps it', async () => {
  const { page, complaints, close } = await openAs(browser, dashboard.url, 'dora@example.org', '/app/today', {
    colorScheme: 'dark',
  })
  await page.getByRole('link', { name: /^Fevers ?2/ }).click()
  await page.getByRole('heading', { level: 1, name: 'Fevers' }).waitFor()
  // Picked up: last.
  await row(page, 2).waitFor()
  expect(await names(page)).toEqual(['Person 4', 'Person 2'])
  await page.getByText('School 1').first().waitFor()
  await page.getByLabel('Open only').click()
  await row(page, 2).waitFor({ state: 'detached' })
  expect(new URL(page.url()).searchParams.get('open')).toBe('1')
  await page.getByRole('combobox', { name: 'School' }).click()
  await page.getByRole('option', { name: 'School 1' }).click()
  await row(page, 4).waitFor()
  expect(new URL(page.url()).searchParams.get('school')).toBe('1')
  await page.reload()
  await row(page, 4).waitFor()
  expect(await page.getByLabel('Open only').isChecked()).toBe(true)
  await note(4, { recheck: 37.2, recheckAt: new Date().toISOString() })
  await step(page, 4, `37.2 °C, ${CLOCK}`, 'Recheck').waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await picture(page, 'fevers-open-dark')
  await page.getByRole('button', { name: 'Sort again' }).click()
  await page.getByText('Nobody is open').waitFor()
  await note(4, { recheck: null })
  await row(page, 4).waitFor()

  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download as CSV' }).click()
  const chunks = await (await (await download).createReadStream()).toArray()
  const table = Buffer.concat(chunks).toString().trimEnd().split('\n')
  expect([table.length, table[1]?.startsWith('4,Person 4,4b,1,School 1,')]).toEqual([2, true])

  await page.getByLabel('From').fill('2020-01-01')
  await page.getByText('Nobody has a fever').waitFor()
  expect(new URL(page.url()).search).toBe('?open=1&school=1&from=2020-01-01')
  await page.getByLabel('To').fill('2019-12-01')
  await page.getByText('The end is before the beginning').waitFor()
  await page.getByRole('button', { name: 'Today' }).click()
  await row(page, 4).waitFor()
  expect(complaints).toEqual([])
  await close()
})

test('two nurses at one fever: other steps are kept, the same step is not written over', async () => {
  await fever(6, 39.1)
  const { page, close } = await openAs(browser, dashboard.url, 'nina@example.org', '/app/today/schools/1?list=fevers')
  await page.getByRole('link', { name: 'To the queue' }).click()
  await row(page, 6).waitFor()
  /** While this request is on its way, somebody else notes something. */
  const meanwhile = (change: object) =>
    page.route(
      '**/api/reports/fevers/*/users/6',
      async (route) => {
        await note(6, change)
        await route.continue()
      },
      { times: 1 },
    )
  await meanwhile({ owner: 'Tom' })
  await step(page, 6, 'Now', 'Guardian called').click()
  await step(page, 6, CLOCK, 'Guardian called').waitFor()
  await step(page, 6, 'Tom', 'Owner').waitFor()
  const both = await feverOf(6)
  expect([both?.owner, both?.calledAt === null]).toEqual(['Tom', false])

  await meanwhile({ pickedUpAt: '2026-01-01T10:00:00Z' })
  await step(page, 6, 'Now', 'Picked up').click()
  await page.getByRole('alert').getByText('Meanwhile somebody else has noted this').waitFor()
  expect((await feverOf(6))?.pickedUpAt).toBe('2026-01-01T10:00:00.000Z')
  // Seen now, it can be changed.
  await page.getByRole('button', { name: 'Take back: Picked up, Person 6' }).click()
  await untilFever('it to be taken back', 6, ({ pickedUpAt }) => pickedUpAt === null)
  await close()
})

test('who sees another school sees none of it; who only reads has no buttons', async () => {
  const sita = await openAs(browser, dashboard.url, 'sita@example.org', '/app/fevers')
  await sita.page.getByText('Nobody has a fever').waitFor()
  await sita.page.goto('/app/fevers?school=1')
  await sita.page.getByText('There is no such school').waitFor()
  await sita.close()
  const vera = await openAs(browser, dashboard.url, 'vera@example.org', '/app/fevers')
  await row(vera.page, 4).getByText('Tom').waitFor()
  expect(await vera.page.getByRole('button', { name: /Person/ }).count()).toBe(0)
  expect([...sita.complaints.filter((each) => !each.includes('404')), ...vera.complaints]).toEqual([])
  await vera.close()
})

test('on a phone each fever is a card; the keyboard reaches every step and stays where it is', async () => {
  const { page, complaints, close } = await openAs(browser, dashboard.url, 'nina@example.org', '/app/fevers', {
    viewport: { width: 320, height: 640 },
  })
  await row(page, 6).waitFor()
  expect(await sidewaysScroll(page)).toBe(0)
  expect(await accessibilityFaults(page)).toEqual([])
  await picture(page, 'phone-fevers')
  await row(page, 4).getByRole('link').focus()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor()
  await picture(page, 'phone-fevers-dialog')
  await page.keyboard.press('Escape')
  await page.locator('[aria-label$=": Recheck, Person 4"]:focus').waitFor()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await step(page, 4, CLOCK, 'Guardian called').waitFor()
  expect(await page.locator('[aria-label$=": Guardian called, Person 4"]:focus').count()).toBe(1)
  expect(complaints).toEqual([])
  await close()
})
