import { readFileSync } from 'node:fs'
import { addDays } from '@rollcall/domain'
import { checkIn } from '../support/client.ts'
import { waitFor } from '../support/wait-for.ts'
import { accessibilityFaults, picture } from './browser.ts'
import { closed, dialogOf, PEOPLE_EACH, row, SettingsStage, save } from './settings-stage.ts'
import { choose } from './signed-in.ts'

/** The lock of import-store.ts. */
const IMPORTS = 1_229_803_090
let stage: SettingsStage
beforeAll(async () => {
  stage = await SettingsStage.up()
})
afterAll(() => stage?.close())

test('a person who was just made checks in; is edited, moved from a date, and leaves', async () => {
  const { page, complaints, close } = await stage.open('people?school=1')
  await page.getByText('The first 100').waitFor()
  await page.getByRole('button', { name: 'Load more' }).click()
  await page.getByText(`All ${PEOPLE_EACH}`).waitFor()

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
  const [person] = (await stage.api('/api/users?q=S-77')).body.data
  expect(person).toMatchObject({ name: 'Zoë Ångström 🦊', schoolId: 1, classId: 1 })
  const body = { userId: person.id, type: 'checkin' as const, timestamp: Date.now() }
  await waitFor('the new person to be known at the door', async () => {
    const { status } = await checkIn(stage.edge, stage.system.deviceKey, body)
    return status < 300
  })

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
  const { today } = (await stage.system.pool.query(`SELECT (now() + interval '14 hours')::date::text AS today`)).rows[0]
  const from = addDays(today, 20)
  await dialog.getByLabel('First day there').fill(from)
  await dialog.getByRole('button', { name: 'Move', exact: true }).click()
  await closed(page)
  await row(page, 'Zoë Ångström 🦊')
    .getByText(/To School 2 on/)
    .waitFor()
  const moving = (await stage.api(`/api/users/${person.id}`)).body.data
  expect(moving).toMatchObject({ schoolId: 1, kind: 'teacher', email: 'zoe@example.org', move: { schoolId: 2, from } })
  await picture(page, 'settings-people')

  await page.getByRole('button', { name: 'End: Zoë Ångström 🦊' }).click()
  await dialog.getByRole('button', { name: 'End the enrolment' }).click()
  await page.getByText('Nobody is like that.').waitFor()
  expect((await stage.api(`/api/users/${person.id}`)).body.data).toMatchObject({
    move: null,
    deletedAt: expect.any(String),
  })
  expect(complaints.filter((line) => !line.includes('422'))).toEqual([])
  await close()
})

const csv = (...lines: string[]) => ({
  name: 'people.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(lines.join('\n')),
})

test('a file with a bad line changes nothing and names the line; a good one is counted, imported and given out again', async () => {
  const { page, complaints, close } = await stage.open('import')
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
  expect((await stage.api('/api/users?q=I-')).body.data).toEqual([])

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
  expect((await stage.api('/api/users?q=I-')).body.data).toEqual([])
  // Another file is being written: this one waits for its turn.
  const other = await stage.system.pool.connect()
  await other.query('SELECT pg_advisory_lock($1, 0)', [IMPORTS])
  await page.getByRole('button', { name: 'Import it now' }).click()
  await page.getByText('Working on it: 0 of 4 rows').waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await picture(page, 'settings-import-running')
  await other.query('SELECT pg_advisory_unlock($1, 0)', [IMPORTS])
  other.release()
  await page.getByText('Imported.').waitFor()
  expect((await stage.api('/api/users?q=I-&sort=id')).body.data.map(({ name }: { name: string }) => name)).toEqual([
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
