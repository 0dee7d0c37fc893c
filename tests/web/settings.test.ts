import { readFileSync } from 'node:fs'
import { addDays } from '@rollcall/domain'
import type { Browser, Page } from 'playwright-core'
import { type Answer, checkIn } from '../support/client.ts'
import type { ServiceProcess } from '../support/service-process.ts'
import { System } from '../support/system.ts'
import { waitFor } from '../support/wait-for.ts'
import { accessibilityFaults, openBrowser, openPage, picture, sidewaysScroll } from './browser.ts'
import { addAdmins, choose, signIn } from './signed-in.ts'

const EACH = 120
/** The lock of import-store.ts. */
const IMPORTS = 1_229_803_090
let system: System
let browser: Browser
let edge: ServiceProcess
let dashboard: ServiceProcess
beforeAll(async () => {
  system = await System.create({ schools: 3, peopleEach: EACH })
  await system.pool.query(`INSERT INTO roster.classes (id, school_id, name) VALUES (1, 1, '4b'), (2, 2, '5a')`)
  await addAdmins(system, [
    { email: 'dora@example.org', name: 'dora', role: 'district' },
    { email: 'vera@example.org', name: 'vera', role: 'viewer', schools: [1] },
  ])
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

/** Signed in, with Settings open. */
async function open(path: string, email = 'dora@example.org', options: Parameters<typeof openPage>[2] = {}) {
  const opened = await openPage(browser, dashboard.url, options)
  await opened.page.goto(`/app/settings/${path}`)
  await signIn(opened.page, email)
  await opened.page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor()
  return opened
}
const row = (page: Page, name: string) =>
  page.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) })
const dialogOf = (page: Page) => page.getByRole('dialog')
const save = (page: Page) => dialogOf(page).getByRole('button', { name: 'Save', exact: true }).click()
const closed = (page: Page) => page.getByRole('dialog').waitFor({ state: 'hidden' })
const AT = 'document.activeElement.textContent'
const inField = (page: Page) => page.locator('input:focus').waitFor()
const settled = (page: Page) =>
  waitFor('everything to be read', async () => (await page.locator('main [aria-busy=true]').count()) === 0)
const api = async (path: string, method = 'GET', body?: object): Promise<Answer> => {
  const answer = await fetch(`${dashboard.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${system.apiToken}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  return { status: answer.status, body: await answer.json(), headers: answer.headers }
}

test('a school is made and changed; what is wrong stands at its field; one with people is not deleted', async () => {
  const { page, complaints, close } = await open('schools')
  await page.getByRole('button', { name: 'New school' }).click()
  await dialogOf(page).getByLabel('Name').fill('مدرسة النور')
  await choose(dialogOf(page), 'Time zone', 'Asia/Kathmandu')
  await dialogOf(page).getByLabel('Opens at').fill('16:00')
  await save(page)
  await page.getByText('later than the opening').first().waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await picture(page, 'settings-school-dialog')
  await dialogOf(page).getByLabel('Opens at').fill('09:15')
  await save(page)
  await closed(page)
  await row(page, 'مدرسة النور').getByText('09:15–15:00').waitFor()
  const { body } = await api('/api/schools?q=مدرسة')
  expect(body.data).toMatchObject([{ name: 'مدرسة النور', timeZone: 'Asia/Kathmandu', opensAt: '09:15', version: 1 }])

  await page.getByRole('button', { name: 'Edit: مدرسة النور' }).click()
  await dialogOf(page).getByLabel('Late after (minutes)').fill('25')
  await save(page)
  await closed(page)
  await row(page, 'مدرسة النور').getByText('25').waitFor()
  await picture(page, 'settings-schools')

  await page.getByRole('button', { name: 'Delete: School 1' }).click()
  await page.getByRole('button', { name: 'Delete the school' }).click()
  await page.getByText('The school has people: move or delete them first').waitFor()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: 'Delete: مدرسة النور' }).click()
  await page.getByRole('button', { name: 'Delete the school' }).click()
  await row(page, 'مدرسة النور').waitFor({ state: 'hidden' })

  await page.getByRole('searchbox').fill('school 2')
  await row(page, 'School 1').waitFor({ state: 'hidden' })
  await row(page, 'School 2').waitFor()
  expect(new URL(page.url()).searchParams.get('q')).toBe('school 2')
  expect(await accessibilityFaults(page)).toEqual([])
  expect(complaints.filter((line) => !/400|409/.test(line))).toEqual([])
  await close()
})

test('of two admins who edit the same school the second is told, sees what it is now, and may save on top', async () => {
  const [one, two] = [await open('schools'), await open('schools')]
  for (const { page } of [one, two]) {
    await page.getByRole('button', { name: 'Edit: School 3' }).click()
    await dialogOf(page).getByLabel('External id').waitFor()
  }
  await dialogOf(one.page).getByLabel('Name').fill('School Three')
  await dialogOf(one.page).getByLabel('External id').fill('T-3')
  await save(one.page)
  await closed(one.page)
  await dialogOf(two.page).getByLabel('Name').fill('Third School')
  await save(two.page)
  const notice = two.page.getByRole('alert').filter({ hasText: 'Somebody else has changed this meanwhile' })
  await notice.getByText('Name: School Three').waitFor()
  await notice.getByText('External id: T-3').waitFor()
  expect((await api('/api/schools/3')).body.data.name).toBe('School Three')
  // What I typed is still there, what I left alone is theirs.
  expect(await dialogOf(two.page).getByLabel('Name').inputValue()).toBe('Third School')
  expect(await dialogOf(two.page).getByLabel('External id').inputValue()).toBe('T-3')
  expect(await accessibilityFaults(two.page)).toEqual([])
  await picture(two.page, 'settings-changed-meanwhile')
  await save(two.page)
  await closed(two.page)
  expect((await api('/api/schools/3')).body.data).toMatchObject({ name: 'Third School', externalId: 'T-3', version: 3 })
  await api('/api/schools/3', 'PATCH', { name: 'School 3' })
  await one.close()
  await two.close()
})

test('a calendar is changed as a whole; another time zone is planned and called off', async () => {
  const { page, complaints, close } = await open('calendar?school=2')
  await page.getByRole('checkbox', { name: 'Saturday' }).check()
  await page.getByLabel('Opens at').fill('07:45')
  await page.getByRole('button', { name: 'Add a holiday' }).click()
  await page.getByRole('group', { name: 'Holiday 1' }).getByLabel('Name').fill('Tihar')
  await page.getByRole('button', { name: 'Add a term' }).click()
  const term = page.getByRole('group', { name: 'Term 1' })
  await term.getByLabel('Name').fill('All year')
  await term.getByLabel('First day').fill('2020-01-01')
  await term.getByLabel('Last day').fill('2099-12-31')
  await page.getByRole('button', { name: 'Save the calendar' }).click()
  await page.getByText('Holiday 1: a date such as 2026-09-01').waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await picture(page, 'settings-calendar')
  await page.getByRole('group', { name: 'Holiday 1' }).getByLabel('Date').fill('2098-11-01')
  await page.getByRole('button', { name: 'Save the calendar' }).click()
  await page.getByText('Saved.').waitFor()
  expect((await api('/api/schools/2/calendar')).body.data).toMatchObject({
    weekdays: [1, 2, 3, 4, 5, 6],
    opensAt: '07:45',
    holidays: [{ date: '2098-11-01', name: 'Tihar' }],
    terms: [{ name: 'All year', from: '2020-01-01', to: '2099-12-31' }],
  })

  await page.getByRole('button', { name: 'Change the time zone' }).click()
  const { today } = (await system.pool.query("SELECT (now() + interval '14 hours')::date::text AS today")).rows[0]
  const from = addDays(today, 30)
  await choose(page, 'Time zone', 'Europe/Berlin')
  await page.getByLabel('The new time zone begins on').fill(from)
  await save(page)
  await closed(page)
  await page.getByText(/To come: Europe\/Berlin from/).waitFor()
  expect((await api('/api/schools/2')).body.data.nextTimeZone).toEqual({ timeZone: 'Europe/Berlin', from })
  // Saving other fields leaves the plan alone.
  await page.goto('/app/settings/schools')
  await page.getByRole('button', { name: 'Edit: School 2' }).click()
  await dialogOf(page).getByLabel('Late after (minutes)').fill('5')
  await save(page)
  await closed(page)
  expect((await api('/api/schools/2')).body.data.nextTimeZone).toEqual({ timeZone: 'Europe/Berlin', from })
  await page.goto('/app/settings/calendar?school=2')
  await page.getByRole('button', { name: 'Call it off' }).click()
  await page.getByText('No change is planned.').waitFor()
  expect(complaints.filter((line) => !line.includes('400'))).toEqual([])
  await close()
})

test('a person who was just made checks in; is edited, moved from a date, and leaves', async () => {
  const { page, complaints, close } = await open('people?school=1')
  await page.getByText('The first 100').waitFor()
  await page.getByRole('button', { name: 'Load more' }).click()
  await page.getByText(`All ${EACH}`).waitFor()

  await page.getByRole('button', { name: 'New person' }).click()
  const dialog = dialogOf(page)
  await dialog.getByLabel('Name').fill('Zoë Ångström 🦊')
  await dialog.getByLabel('External id').fill('S-77')
  await choose(dialog, 'Class', '4b')
  await picture(page, 'settings-person-dialog')
  await save(page)
  await closed(page)
  await page.getByRole('searchbox').fill('zoe ang')
  await row(page, 'Zoë Ångström 🦊').getByText('4b').waitFor()
  const [person] = (await api('/api/users?q=S-77')).body.data
  expect(person).toMatchObject({ name: 'Zoë Ångström 🦊', schoolId: 1, classId: 1 })
  const body = { userId: person.id, type: 'checkin' as const, timestamp: Date.now() }
  await waitFor(
    'the new person to be known at the door',
    async () => {
      const { status } = await checkIn(edge, system.deviceKey, body)
      return status < 300
    },
    3_000,
  )

  await page.getByRole('button', { name: 'Edit: Zoë Ångström 🦊' }).click()
  await dialog.getByText('School 1: since').waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await dialog.getByLabel('Kind').selectOption('Teacher')
  await dialog.getByLabel('E-mail').fill('zoe@example.org')
  await save(page)
  await closed(page)
  await row(page, 'Zoë Ångström 🦊').getByText('Teacher').waitFor()

  await page.getByRole('button', { name: 'Move: Zoë Ångström 🦊' }).click()
  await choose(dialog, 'New school', 'School 2')
  await choose(dialog, 'Class there', '5a')
  await dialog.getByLabel('First day there').fill('2000-01-01')
  await dialog.getByRole('button', { name: 'Move', exact: true }).click()
  await dialog
    .getByText(/a move begins on a day to come/)
    .first()
    .waitFor()
  const { today } = (await system.pool.query(`SELECT (now() + interval '14 hours')::date::text AS today`)).rows[0]
  const from = addDays(today, 20)
  await dialog.getByLabel('First day there').fill(from)
  await dialog.getByRole('button', { name: 'Move', exact: true }).click()
  await closed(page)
  await row(page, 'Zoë Ångström 🦊')
    .getByText(/To School 2 on/)
    .waitFor()
  const moving = (await api(`/api/users/${person.id}`)).body.data
  expect(moving).toMatchObject({ schoolId: 1, kind: 'teacher', email: 'zoe@example.org', move: { schoolId: 2, from } })
  await picture(page, 'settings-people')

  await page.getByRole('button', { name: 'End: Zoë Ångström 🦊' }).click()
  await dialog.getByRole('button', { name: 'End the enrolment' }).click()
  await page.getByText('Nobody is like that.').waitFor()
  expect((await api(`/api/users/${person.id}`)).body.data).toMatchObject({ move: null, deletedAt: expect.any(String) })
  expect(complaints.filter((line) => !line.includes('422'))).toEqual([])
  await close()
})

test('a class is made, renamed and deleted by keyboard alone', async () => {
  const { page, complaints, close } = await open('classes?school=1')
  const keys = page.keyboard
  await row(page, '4b').waitFor()
  await page.getByRole('button', { name: 'New class' }).focus()
  await keys.press('Enter')
  await page.getByRole('dialog').waitFor()
  await inField(page)
  await keys.type('7c')
  await keys.press('Tab')
  await keys.type('Year 7')
  await keys.press('Enter')
  await closed(page)
  await row(page, '7c').getByText('Year 7').waitFor()
  // Back where one was.
  expect(await page.evaluate(AT)).toBe('New class')

  await page.getByRole('button', { name: 'Edit: 7c' }).focus()
  await keys.press('Enter')
  await inField(page)
  await keys.press('Control+a')
  await keys.type('8c')
  await keys.press('Enter')
  await closed(page)
  await row(page, '8c').waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await picture(page, 'settings-classes')
  await page.getByRole('button', { name: 'Edit: Year 7' }).focus()
  await keys.press('Enter')
  await inField(page)
  await keys.press('Control+a')
  await keys.type('Grade 7')
  await keys.press('Enter')
  await closed(page)
  await row(page, 'Grade 7').waitFor()
  await row(page, '8c').getByText('Grade 7').waitFor()

  await page.getByRole('button', { name: 'Delete: 8c' }).focus()
  await keys.press('Enter')
  await page.getByRole('dialog').waitFor()
  await keys.press('Escape')
  await closed(page)
  await row(page, '8c').waitFor()
  await keys.press('Enter')
  const last = page.getByRole('button', { name: 'Delete the class' })
  await last.waitFor()
  while ((await page.evaluate(AT)) !== 'Delete the class') await keys.press('Tab')
  await keys.press('Enter')
  await row(page, '8c').waitFor({ state: 'hidden' })
  expect((await api('/api/classes?schoolId=1')).body.data).toHaveLength(1)
  expect(complaints).toEqual([])
  await close()
})

const csv = (...lines: string[]) => ({
  name: 'people.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(lines.join('\n')),
})

test('a file with a bad line changes nothing and names the line; a good one is counted, imported and given out again', async () => {
  const { page, complaints, close } = await open('import')
  const file = page.getByLabel('CSV file')
  const check = page.getByRole('button', { name: 'Check the file' })
  const names = [`'=HYPERLINK(""x"")`, 'أحمد بن علي', '李小龍', 'Zalgo e\u0301']
  const lines = names.map((name, at) => `I-${at},"${name}",1`)
  await file.setInputFiles(csv('external_id,name,school_id', ...lines, 'I-8,,1', 'I-9,Nobody,99'))
  await check.click()
  await page.getByText('Nothing was changed: the file has mistakes.').waitFor()
  const mistakes = page.getByRole('region', { name: 'Mistakes' })
  await mistakes.getByRole('row', { name: /^6 name not empty/ }).waitFor()
  expect(await page.getByRole('button', { name: 'Import it now' }).count()).toBe(0)
  expect(await accessibilityFaults(page)).toEqual([])
  await picture(page, 'settings-import-mistakes')
  expect((await api('/api/users?q=I-')).body.data).toEqual([])

  await file.setInputFiles(csv('external_id,name,school_id', ...lines, 'I-9,Nobody,99'))
  await check.click()
  await mistakes.getByRole('row', { name: /^6 school_id/ }).waitFor()

  await file.setInputFiles(csv('external_id,name,school_id', ...lines))
  await check.click()
  await page.getByText('Checked. Nothing has been changed yet.').waitFor()
  await page
    .locator('.counts')
    .filter({ hasText: /New\s*4\s*Changed\s*0\s*Same\s*0/ })
    .waitFor()
  expect((await api('/api/users?q=I-')).body.data).toEqual([])
  // Another file is being written: this one waits for its turn.
  const other = await system.pool.connect()
  await other.query('SELECT pg_advisory_lock($1, 0)', [IMPORTS])
  await page.getByRole('button', { name: 'Import it now' }).click()
  await page.getByText('Working on it: 0 of 4 rows').waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await picture(page, 'settings-import-running')
  await other.query('SELECT pg_advisory_unlock($1, 0)', [IMPORTS])
  other.release()
  await page.getByText('Imported.').waitFor()
  expect((await api('/api/users?q=I-&sort=id')).body.data.map(({ name }: { name: string }) => name)).toEqual([
    '=HYPERLINK("x")',
    ...names.slice(1),
  ])
  await page.getByRole('row').filter({ hasText: 'Done: 4 new, 0 changed, 0 same' }).first().waitFor()
  await picture(page, 'settings-import')

  // The same again: all of it is there.
  await check.click()
  await page.getByText('All of it is there already.').waitFor()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'People as CSV' }).click(),
  ])
  const given = readFileSync(await download.path(), 'utf8')
  expect(given).toContain(`I-0,"'=HYPERLINK(""x"")"`)
  expect(given).toContain('I-1,أحمد بن علي')
  const [sample] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download a sample' }).click(),
  ])
  expect(readFileSync(await sample.path(), 'utf8')).toContain('external_id,name,kind,school_external_id,class\r\n')

  // On the screen a name is what it is, whichever way it is written.
  await page.goto('/app/settings/people?q=I-')
  for (const name of ['=HYPERLINK("x")', ...names.slice(1)]) await row(page, name).waitFor()
  await picture(page, 'settings-people-names')
  expect(complaints).toEqual([])
  await close()
})

test('a viewer sees their school and no button that changes anything', async () => {
  const { page, complaints, close } = await open('schools', 'vera@example.org', { colorScheme: 'dark' })
  await row(page, 'School 1').waitFor()
  expect(await row(page, 'School 2').count()).toBe(0)
  for (const [tab, heading] of [
    ['schools', 'Schools'],
    ['calendar', 'School days and hours'],
    ['people?q=Person%2011', 'People'],
    ['classes', 'Classes'],
    ['import', 'Export'],
  ] as const) {
    await page.goto(`/app/settings/${tab}`)
    await page.getByRole('heading', { level: 2, name: heading, exact: true }).waitFor()
    await settled(page)
    const names = await page.getByRole('main').getByRole('button').allInnerTexts()
    expect([tab, names.filter((name) => !/^(Load more)?$/.test(name))]).toEqual([tab, []])
    expect(await accessibilityFaults(page)).toEqual([])
    await picture(page, `settings-viewer-${tab.replace(/\?.*/, '')}-dark`)
  }
  expect(await page.getByRole('link', { name: 'Access' }).count()).toBe(0)
  await page.goto('/app/access/keys')
  await page.getByText('Your role does not include this.').waitFor()
  expect(complaints).toEqual([])
  await close()
})

test('Settings fits a phone of 320 pixels', async () => {
  const { page, close } = await open('schools', 'dora@example.org', { viewport: { width: 320, height: 640 } })
  for (const tab of ['schools', 'calendar?school=1', 'people?school=1&q=Person%2011', 'classes?school=1', 'import']) {
    await page.goto(`/app/settings/${tab}`)
    await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor()
    await page.locator('main section:not([aria-busy=true])').first().waitFor()
    await settled(page)
    await picture(page, `phone-settings-${tab.replace(/\?.*/, '')}`)
    expect([tab, await sidewaysScroll(page)]).toEqual([tab, 0])
  }
  await page.goto('/app/settings/people?q=Person%201')
  await page.getByRole('button', { name: 'Edit: Person 1', exact: true }).click()
  await page.getByRole('dialog').getByText('since').waitFor()
  await picture(page, 'phone-settings-person')
  expect(await sidewaysScroll(page)).toBe(0)
  await close()
})
