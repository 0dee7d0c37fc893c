import { readFileSync } from 'node:fs'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import type { ServiceProcess } from '../support/service-process.ts'
import { System } from '../support/system.ts'
import { waitFor } from '../support/wait-for.ts'
import { accessibilityFaults, openBrowser, openPage, picture, sidewaysScroll } from './browser.ts'
import { addAdmins, choose, openAs, PASSWORD, signIn } from './signed-in.ts'

let system: System
let browser: Browser
let dashboard: ServiceProcess
beforeAll(async () => {
  system = await System.create({ schools: 2, peopleEach: 5 })
  await addAdmins(system, [
    { email: 'dora@example.org', name: 'dora', role: 'district' },
    { email: 'sita@example.org', name: 'sita', role: 'school', schools: [2] },
    { email: 'otto@example.org', name: 'otto', role: 'operator' },
  ])
  ;[browser, dashboard] = await Promise.all([openBrowser(), system.start('dashboard-service')])
})
afterAll(async () => {
  await browser?.close()
  await system?.close()
})

/** Signed in, at an address. */
const open = (path: string, email = 'dora@example.org', options: BrowserContextOptions = {}) =>
  openAs(browser, dashboard.url, email, `/app${path}`, options)
const row = (page: Page, name: string) =>
  page.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) })
const dialogOf = (page: Page) => page.getByRole('dialog')
const settled = (page: Page) =>
  waitFor('everything to be read', async () => (await page.locator('main [aria-busy=true]').count()) === 0)
const asKey = async (secret: string): Promise<number> =>
  (await fetch(`${dashboard.url}/api/me`, { headers: { authorization: `Bearer ${secret}` } })).status

test('whoever is invited sets a password in a browser of their own, and sees their school and no other', async () => {
  const { page, complaints, close } = await open('/access')
  await row(page, 'sita').getByText('School 2').waitFor()
  await page.getByRole('button', { name: 'Invite somebody' }).click()
  const dialog = dialogOf(page)
  await dialog.getByLabel('E-mail').fill('maya@example.org')
  await dialog.getByLabel('Name').fill('Maya كركي')
  await dialog.getByRole('button', { name: 'Invite', exact: true }).click()
  await dialog.getByText('An admin of schools needs at least one').first().waitFor()
  await dialog.getByLabel('Schools').fill('School 1')
  await page.getByRole('option', { name: 'School 1' }).click()
  await picture(page, 'access-invite')
  expect(await accessibilityFaults(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Invite', exact: true }).click()
  await dialog.getByText('It is shown this once and never again.').waitFor()
  await dialog.getByText(/Good until \d+ \w+ \d{4}/).waitFor()
  const link = await dialog.getByLabel('Link').inputValue()
  expect(link).toMatch(new RegExp(`^${dashboard.url}/app/accept\\?token=`))
  await dialog.getByRole('button', { name: 'Copy' }).click()
  await dialog
    .getByRole('status')
    .filter({ hasText: /Copied|Press Ctrl and C/ })
    .waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await picture(page, 'access-link')
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  await row(page, 'Maya كركي').getByText('Invited').waitFor()
  expect(await page.content()).not.toContain(new URL(link).searchParams.get('token'))

  const maya = await openPage(browser, dashboard.url)
  await maya.page.goto(link)
  await maya.page.getByLabel('New password').fill('another long sentence')
  await maya.page.getByRole('button', { name: 'Save the password' }).click()
  await maya.page.getByText('Your password is saved').waitFor()
  await signIn(maya.page, 'maya@example.org', 'another long sentence')
  await maya.page.goto('/app/settings/schools')
  await row(maya.page, 'School 1').waitFor()
  expect(await maya.page.getByRole('rowheader').count()).toBe(1)
  expect(await maya.page.getByRole('button', { name: /New school|Delete/ }).count()).toBe(0)
  await maya.page.goto('/app/access/admins')
  await row(maya.page, 'Maya كركي (you)').waitFor()
  expect(await maya.page.getByRole('rowheader').count()).toBe(1)
  // Nobody gives more than they have.
  await maya.page.getByRole('button', { name: 'Invite somebody' }).click()
  expect(await dialogOf(maya.page).getByLabel('Role').locator('option').allInnerTexts()).toEqual(['School', 'Viewer'])

  await page.reload()
  await row(page, 'Maya كركي').getByText('Active').waitFor()
  await page.getByRole('button', { name: 'Switch off: Maya كركي' }).click()
  await dialog.getByRole('button', { name: 'Switch off' }).click()
  await row(page, 'Maya كركي').getByText('Switched off').waitFor()
  await maya.page.goto('/app/settings')
  await maya.page.getByRole('heading', { name: /Sign in/ }).waitFor()
  await page.getByRole('button', { name: 'Switch on: Maya كركي' }).click()
  await row(page, 'Maya كركي').getByText('Active').waitFor()
  await page.getByRole('button', { name: 'Reset password: Maya كركي' }).click()
  await dialog.getByRole('button', { name: 'Make the link' }).click()
  expect(await dialog.getByLabel('Link').inputValue()).toContain('/app/accept?token=')
  expect(complaints.filter((line) => !line.includes('400'))).toEqual([])
  await maya.close()
  await close()
})

test('of two who edit the same admin the second is told; the last of the district stays', async () => {
  const [one, two] = [await open('/access/admins?q=sita'), await open('/access/admins?q=sita')]
  for (const { page } of [one, two]) await page.getByRole('button', { name: 'Edit: sita' }).click()
  await dialogOf(one.page).getByLabel('Role').selectOption('Viewer')
  await dialogOf(one.page).getByRole('button', { name: 'Save' }).click()
  await row(one.page, 'sita').getByText('Viewer').waitFor()
  await dialogOf(two.page).getByLabel('Name').fill('Sita')
  await dialogOf(two.page).getByRole('button', { name: 'Save' }).click()
  await two.page.getByRole('alert').getByText('Role: Viewer').waitFor()
  await dialogOf(two.page).getByLabel('Role').selectOption('School')
  await dialogOf(two.page).getByRole('button', { name: 'Save' }).click()
  await row(two.page, 'Sita').getByText('School', { exact: true }).waitFor()

  await two.page.goto('/app/access/admins')
  await two.page.getByRole('button', { name: 'Switch off: dora' }).click()
  await dialogOf(two.page).getByRole('button', { name: 'Switch off' }).click()
  await dialogOf(two.page).getByRole('alert').waitFor()
  await row(two.page, 'dora (you)').getByText('Active').waitFor()
  await one.close()
  await two.close()
})

test('a key is made, works, is seen to be used, is revoked and is worth nothing then', async () => {
  const { page, complaints, close } = await open('/access/keys')
  await page.getByRole('button', { name: 'New key' }).click()
  const dialog = dialogOf(page)
  await dialog.getByLabel('Kind').selectOption('API token')
  await dialog.getByLabel('Name').fill('=cmd|reports')
  await choose(dialog, 'School', 'School 1')
  expect(await accessibilityFaults(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Make the key' }).click()
  const secret = await dialog.getByLabel('Key', { exact: true }).inputValue()
  expect(secret).toMatch(/^rollcall_api_/)
  await picture(page, 'access-key-once')
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  await row(page, '=cmd|reports').getByText('never').waitFor()
  expect(await page.content()).not.toContain(secret)
  await waitFor('the key to be known', async () => (await asKey(secret)) === 200)
  expect(await accessibilityFaults(page)).toEqual([])
  await picture(page, 'access-keys')

  await page.getByRole('button', { name: 'Revoke: =cmd|reports' }).click()
  await dialog.getByRole('button', { name: 'Revoke the key' }).click()
  await row(page, '=cmd|reports').waitFor({ state: 'hidden' })
  await waitFor('the key to be refused', async () => (await asKey(secret)) === 401)
  await page.getByRole('checkbox', { name: 'Revoked ones too' }).check()
  await row(page, '=cmd|reports')
    .getByText(/Revoked \d/)
    .waitFor()
  expect(new URL(page.url()).searchParams.get('revoked')).toBe('1')
  expect(complaints).toEqual([])
  await close()
})

test('the audit log is narrowed by who, what and when, shows before and after, and comes as a table', async () => {
  const change = (name: string) =>
    fetch(`${dashboard.url}/api/schools/1`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${system.apiToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name }),
    })
  await system.pool.query(
    `INSERT INTO access.audit_log (at, caller_kind, caller_id, caller_name, action, subject_id, school_id)
     SELECT '2026-03-04T11:30:00Z', 'admin', 99, 'Asha', 'correction.mark', n, 1 FROM generate_series(1, 130) AS n`,
  )
  await change('مدرسة')
  await change('School 1')
  const { page, complaints, close } = await open('/access/audit?school=1')
  await page.getByText('The first 100').waitFor()
  const update = page.getByRole('row').filter({ hasText: 'school.update' }).first()
  await update.getByText('1 field').click()
  await update.getByRole('row', { name: 'name مدرسة School 1' }).waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await picture(page, 'access-audit')

  await page.getByLabel('About').selectOption('Corrections')
  await page.getByRole('button', { name: 'Asha' }).first().click()
  await page.getByRole('button', { name: 'Load more' }).click()
  await page.getByText('All 130').waitFor()
  expect(new URL(page.url()).search).toBe('?school=1&what=correction&who=admin-99')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download as CSV' }).click(),
  ])
  expect(
    readFileSync(await download.path(), 'utf8')
      .trimEnd()
      .split('\n'),
  ).toHaveLength(131)
  await page.getByLabel('From').fill('2026-03-05')
  await page.getByText('Nothing is like that.').waitFor()
  await page.getByLabel('From').fill('2026-03-04')
  await page.getByLabel('To', { exact: true }).fill('2026-03-04')
  await page.getByText('The first 100').waitFor()
  await page.reload()
  await page.getByText('The first 100').waitFor()
  await page.getByRole('button', { name: 'No filters' }).click()
  await page.getByRole('row').filter({ hasText: 'admin.sign-in' }).first().waitFor()
  expect(complaints).toEqual([])
  await close()
})

test('one changes one’s own password, which ends other sessions, and ends them all', async () => {
  const elsewhere = await open('/account', 'otto@example.org')
  const { page, complaints, close } = await open('/today', 'otto@example.org', { colorScheme: 'dark' })
  await page.getByRole('link', { name: 'otto' }).click()
  await page.getByRole('heading', { level: 1, name: 'My account' }).waitFor()
  const [current, next] = [page.getByLabel('Password now'), page.getByLabel('New password')]
  const send = page.getByRole('button', { name: 'Change the password' })
  await current.fill('not it at all')
  await next.fill('short')
  await send.click()
  await page.getByText('at least 12 characters', { exact: true }).waitFor()
  await next.fill('quite another sentence')
  await send.click()
  await page.getByText('not your password').waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await picture(page, 'account-dark')
  await current.fill(PASSWORD)
  await send.click()
  await page.getByText('Your password is changed.').waitFor()
  await elsewhere.page.reload()
  await elsewhere.page.getByRole('heading', { name: /Sign in/ }).waitFor()
  await signIn(elsewhere.page, 'otto@example.org', 'quite another sentence')

  await page.getByRole('button', { name: 'End all sessions' }).click()
  await dialogOf(page).getByRole('button', { name: 'End all sessions' }).click()
  await page.getByText('All your sessions have ended.').waitFor()
  await elsewhere.page.reload()
  await elsewhere.page.getByRole('heading', { name: /Sign in/ }).waitFor()
  expect(complaints.filter((line) => !line.includes('400'))).toEqual([])
  await elsewhere.close()
  await close()
})

test('Access fits a phone of 320 pixels, and so does one’s account, which the menu leads to there', async () => {
  const { page, close } = await open('/access/admins', 'dora@example.org', { viewport: { width: 320, height: 640 } })
  for (const tab of ['admins', 'keys', 'audit']) {
    await page.goto(`/app/access/${tab}`)
    await page.getByRole('heading', { level: 1, name: 'Access' }).waitFor()
    await settled(page)
    await picture(page, `phone-access-${tab}`)
    expect([tab, await sidewaysScroll(page)]).toEqual([tab, 0])
  }
  await page.getByRole('button', { name: 'Menu' }).click()
  await page.getByRole('link', { name: 'My account' }).click()
  await page.getByRole('heading', { level: 1, name: 'My account' }).waitFor()
  await settled(page)
  await picture(page, 'phone-account')
  expect(await sidewaysScroll(page)).toBe(0)
  await close()
})
