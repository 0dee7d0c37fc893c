import { addDays } from '@rollcall/domain'
import type { Page } from 'playwright-core'
import { accessibilityFaults, picture, sidewaysScroll } from './browser.ts'
import { closed, dialogOf, row, SettingsStage, save, settled } from './settings-stage.ts'
import { choose } from './signed-in.ts'

let stage: SettingsStage
beforeAll(async () => {
  stage = await SettingsStage.up()
})
afterAll(() => stage?.close())

const AT = 'document.activeElement.textContent'
const inField = (page: Page) => page.locator('input:focus').waitFor()

test('a school is made and changed; what is wrong stands at its field; one with people is not deleted', async () => {
  const { page, complaints, close } = await stage.open('schools')
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
  const { body } = await stage.api('/api/schools?q=مدرسة')
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
  const [one, two] = [await stage.open('schools'), await stage.open('schools')]
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
  expect((await stage.api('/api/schools/3')).body.data.name).toBe('School Three')
  // What I typed is still there, what I left alone is theirs.
  expect(await dialogOf(two.page).getByLabel('Name').inputValue()).toBe('Third School')
  expect(await dialogOf(two.page).getByLabel('External id').inputValue()).toBe('T-3')
  expect(await accessibilityFaults(two.page)).toEqual([])
  await picture(two.page, 'settings-changed-meanwhile')
  await save(two.page)
  await closed(two.page)
  expect((await stage.api('/api/schools/3')).body.data).toMatchObject({
    name: 'Third School',
    externalId: 'T-3',
    version: 3,
  })
  await stage.api('/api/schools/3', 'PATCH', { name: 'School 3' })
  await one.close()
  await two.close()
})

test('a calendar is changed as a whole; another time zone is planned and called off', async () => {
  const { page, complaints, close } = await stage.open('calendar?school=2')
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
  expect((await stage.api('/api/schools/2/calendar')).body.data).toMatchObject({
    weekdays: [1, 2, 3, 4, 5, 6],
    opensAt: '07:45',
    holidays: [{ date: '2098-11-01', name: 'Tihar' }],
    terms: [{ name: 'All year', from: '2020-01-01', to: '2099-12-31' }],
  })

  await page.getByRole('button', { name: 'Change the time zone' }).click()
  const { today } = (await stage.system.pool.query("SELECT (now() + interval '14 hours')::date::text AS today")).rows[0]
  const from = addDays(today, 30)
  await choose(page, 'Time zone', 'Europe/Berlin')
  await page.getByLabel('The new time zone begins on').fill(from)
  await save(page)
  await closed(page)
  await page.getByText(/To come: Europe\/Berlin from/).waitFor()
  expect((await stage.api('/api/schools/2')).body.data.nextTimeZone).toEqual({ timeZone: 'Europe/Berlin', from })
  // Saving other fields leaves the plan alone.
  await page.goto('/app/settings/schools')
  await page.getByRole('button', { name: 'Edit: School 2' }).click()
  await dialogOf(page).getByLabel('Late after (minutes)').fill('5')
  await save(page)
  await closed(page)
  expect((await stage.api('/api/schools/2')).body.data.nextTimeZone).toEqual({ timeZone: 'Europe/Berlin', from })
  await page.goto('/app/settings/calendar?school=2')
  await page.getByRole('button', { name: 'Call it off' }).click()
  await page.getByText('No change is planned.').waitFor()
  expect(complaints.filter((line) => !line.includes('400'))).toEqual([])
  await close()
})

test('a class is made, renamed and deleted by keyboard alone', async () => {
  const { page, complaints, close } = await stage.open('classes?school=1')
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
  expect((await stage.api('/api/classes?schoolId=1')).body.data).toHaveLength(1)
  expect(complaints).toEqual([])
  await close()
})

test('a viewer sees their school and no button that changes anything', async () => {
  const { page, complaints, close } = await stage.open('schools', 'vera@example.org', { colorScheme: 'dark' })
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
  const { page, close } = await stage.open('schools', 'dora@example.org', { viewport: { width: 320, height: 640 } })
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
