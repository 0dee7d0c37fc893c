import { type AttendanceRecord, eventId } from '@rollcall/domain'
import { ATTENDANCE_TOPIC, createKafka, createLogger, DEAD_LETTERS, Publisher, partitionOf } from '@rollcall/platform'
import type { Browser, Page } from 'playwright-core'
import { counters, storedEvents } from '../support/day-rows.ts'
import type { ServiceProcess } from '../support/service-process.ts'
import { System } from '../support/system.ts'
import { waitFor } from '../support/wait-for.ts'
import { accessibilityFaults, openBrowser, picture, sidewaysScroll } from './browser.ts'
import { addAdmins, openAs, schoolEveryDay } from './signed-in.ts'

const PARTITIONS = 4
let system: System
let browser: Browser
let dashboard: ServiceProcess
let publisher: Publisher
let date: string
const start = Date.now() - 60_000

beforeAll(async () => {
  system = await System.create({ schools: 2, peopleEach: 50, partitions: PARTITIONS })
  await addAdmins(system, [
    { email: 'dora@example.org', name: 'Dora District', role: 'district' },
    { email: 'otto@example.org', name: 'Otto Operator', role: 'operator' },
    { email: 'vera@example.org', name: 'Vera Viewer', role: 'viewer' },
  ])
  await schoolEveryDay(system)
  const kafka = createKafka([system.engines.kafka], 'test', createLogger('test', 'silent'))
  publisher = new Publisher(kafka, system.names.topic(ATTENDANCE_TOPIC))
  await publisher.connect()
  const { rows } = await system.pool.query(
    'SELECT (now() AT TIME ZONE time_zone)::date AS date FROM roster.schools WHERE id = 1',
  )
  date = rows[0].date
  ;[browser, dashboard] = await Promise.all([openBrowser(), system.start('dashboard-service'), system.start('tasks')])
})
afterAll(async () => {
  await browser?.close()
  await publisher?.disconnect()
  await system?.close()
})

function record(userId: number): AttendanceRecord {
  const at = start + userId
  return {
    v: 1,
    id: eventId(userId, 'checkin', at),
    ...{ userId, schoolId: 1, type: 'checkin', localDate: date, temperature: 36.6, image: null, deviceId: 1 },
    at: new Date(at).toISOString(),
    receivedAt: new Date(at).toISOString(),
  }
}
const publish = (records: readonly object[]) =>
  publisher.publish(
    records.map((each) => ({
      partition: partitionOf(1, PARTITIONS),
      key: (each as AttendanceRecord).id,
      value: JSON.stringify(each),
      headers: { 'request-id': 'r-night' },
    })),
    10_000,
  )
async function letterOf(userId: number): Promise<void> {
  await waitFor('the letter', async () => {
    const answer = await fetch(`${dashboard.url}/api/operations/dead-letters`, {
      headers: { authorization: `Bearer ${system.apiToken}` },
    })
    const { data } = (await answer.json()) as { data: { userId: number }[] }
    return data.some((letter) => letter.userId === userId)
  })
  // The clock leaves it to the test, however long that takes.
  await system.mongo
    .collection(system.names.collection(DEAD_LETTERS))
    .updateMany({}, { $set: { nextAttemptAt: new Date(Date.now() + 3_600_000) } })
}
/** What the server refuses on purpose is written down by browsers all the same. */
const withoutRefusals = (complaints: readonly string[]) =>
  complaints.filter((each) => !/status of 4(00|12) /.test(each))
const tab = (page: Page, name: string) => page.getByRole('tab', { name }).click()

test('a dead letter is seen, mended and replayed, and the school counts it', async () => {
  await publish([record(1), { ...record(3), temperature: 99 }])
  await letterOf(3)
  const { page, complaints, close } = await openAs(browser, dashboard.url, 'dora@example.org', '/app/operations', {
    timezoneId: 'Pacific/Auckland',
  })
  await page.getByRole('heading', { level: 1, name: 'Operations' }).waitFor()

  // What went through is told by Kafka's own offsets, and nothing waits.
  await page.getByRole('row', { name: '1 2 2 0' }).waitFor()
  await page.getByText('pending 1 · on its way 0 · parked 0').waitFor()
  await page.getByText('nothing waits').waitFor()
  await page.getByText('4/4').waitFor()
  await page
    .getByText(/in \d+ s/)
    .first()
    .waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await picture(page, 'operations-pipeline')

  await tab(page, 'Dead letters')
  await page.getByRole('button', { name: 'contract' }).click()
  await page.getByRole('button', { name: record(3).id }).click()
  const text = page.getByRole('textbox', { name: 'The record' })
  await text.waitFor()
  expect(JSON.parse(await text.inputValue())).toEqual({ ...record(3), temperature: 99 })
  expect(await accessibilityFaults(page)).toEqual([])
  await picture(page, 'operations-letter')

  await text.fill(JSON.stringify({ ...record(3), id: '3-i1', temperature: 70 }))
  await page.getByRole('button', { name: 'Mend' }).click()
  await page.getByText(`id: must be ${record(3).id}`).waitFor()
  await page.getByText('temperature: ').first().waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await picture(page, 'operations-letter-faults')

  await text.fill(JSON.stringify(record(3)))
  await page.getByRole('button', { name: 'Mend' }).click()
  await page.getByText('Mended. It is sent').waitFor()
  // The address is the state, also for a colleague.
  const colleague = await openAs(browser, dashboard.url, 'dora@example.org', page.url(), { colorScheme: 'dark' })
  await colleague.page.getByText('Mended. It is sent').waitFor()
  await colleague.page.getByText('What was there before').click()
  expect(await accessibilityFaults(colleague.page)).toEqual([])
  await picture(colleague.page, 'operations-letter-dark')

  await page.getByRole('button', { name: 'Replay now' }).click()
  await page.locator('[data-status=replayed]').waitFor()
  // Who still has the former one before them is told, and changes nothing.
  await colleague.page.getByRole('button', { name: 'Discard …' }).click()
  await colleague.page.getByLabel('Reason').fill('too late')
  await colleague.page.getByRole('dialog').getByRole('button', { name: 'Discard', exact: true }).click()
  await colleague.page.getByRole('alert').getByText('Its version is').waitFor()
  await colleague.close()

  expect(await storedEvents(system.pool, 3)).toHaveLength(1)
  expect(await counters(system.pool)).toMatchObject({ came: 2, events: 2 })
  await page.goto('/app/today/schools/1')
  await page.getByRole('button', { name: /^Inside now ?2(?!\d)/ }).waitFor()
  expect(withoutRefusals(complaints)).toEqual([])
  await close()
})

test('many letters are counted, then discarded with a reason, each with its result', async () => {
  await publish([10, 11, 12].map((userId) => ({ ...record(userId), schoolId: 77_777 })))
  for (const userId of [10, 11, 12]) await letterOf(userId)
  const { page, complaints, close } = await openAs(
    browser,
    dashboard.url,
    'otto@example.org',
    '/app/operations?tab=letters',
  )
  await page.getByRole('button', { name: '23503' }).click()
  await page.getByText('All 3').waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await picture(page, 'operations-letters')
  await page.getByRole('button', { name: 'Discard all …' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('3 of 3 letters would be changed').waitFor()
  await dialog.getByRole('button', { name: 'Discard', exact: true }).click()
  await dialog.getByText('who looks for the record will ask').first().waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await picture(page, 'operations-bulk')
  await dialog.getByLabel('Reason').fill('a school that is not ours')
  await dialog.getByRole('button', { name: 'Discard', exact: true }).click()
  await dialog.getByText('3 changed, 0 not.').waitFor()
  expect(await dialog.getByRole('cell', { name: 'done' }).count()).toBe(3)
  expect(await accessibilityFaults(page)).toEqual([])
  await picture(page, 'operations-bulk-results')
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  await page.getByRole('button', { name: '23503' }).waitFor({ state: 'detached' })
  expect(withoutRefusals(complaints)).toEqual([])
  await close()
})

test('a task is run now, and its run is in the list', async () => {
  const { page, complaints, close } = await openAs(browser, dashboard.url, 'otto@example.org', '/app/', {
    colorScheme: 'dark',
  })
  // Without a right to any school, this is where one begins.
  await page.getByRole('heading', { level: 1, name: 'Operations' }).waitFor()
  expect(await page.getByRole('navigation').getByRole('link').allInnerTexts()).toEqual(['Operations'])
  await picture(page, 'operations-pipeline-dark')
  await tab(page, 'Tasks')
  await page.getByRole('button', { name: 'Run now: reconcile' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('From').fill(date)
  expect(await accessibilityFaults(page)).toEqual([])
  await picture(page, 'operations-run')
  await dialog.getByRole('button', { name: 'Run', exact: true }).click()
  await page.getByText(/^reconcile: done after/).waitFor()
  await page
    .getByText(/drift 0, people \d+/)
    .first()
    .waitFor()
  await page.getByRole('combobox', { name: 'Task' }).click()
  await page.getByRole('option', { name: 'reconcile' }).click()
  const run = page.getByRole('row', { name: /^reconcile .*Otto Operator$/ })
  await run.waitFor()
  expect(new URL(page.url()).searchParams.get('task')).toBe('reconcile')
  expect(await accessibilityFaults(page)).toEqual([])
  await picture(page, 'operations-tasks')
  expect(withoutRefusals(complaints)).toEqual([])
  await close()
})

test('whoever has not the right is not shown the way, and sees nothing by the address', async () => {
  const { page, close } = await openAs(browser, dashboard.url, 'vera@example.org', '/app/operations')
  await page.getByText('Your role does not include this.').waitFor()
  expect(await page.getByRole('link', { name: 'Operations' }).count()).toBe(0)
  await close()
})

test('every tab fits a phone of 320 pixels', async () => {
  await publish([{ ...record(20), v: 2 }])
  await letterOf(20)
  const { page, close } = await openAs(browser, dashboard.url, 'otto@example.org', '/app/operations', {
    viewport: { width: 320, height: 640 },
  })
  await page.getByText('4/4').waitFor()
  await picture(page, 'phone-operations-pipeline')
  expect(await sidewaysScroll(page)).toBe(0)
  await tab(page, 'Dead letters')
  await page.getByRole('button', { name: /^contract: v/ }).click()
  await page.getByRole('button', { name: record(20).id }).click()
  await page.getByRole('textbox', { name: 'The record' }).waitFor()
  await picture(page, 'phone-operations-letter')
  expect(await sidewaysScroll(page)).toBe(0)
  await tab(page, 'Tasks')
  await page.getByRole('button', { name: 'Run now: reconcile' }).waitFor()
  await picture(page, 'phone-operations-tasks')
  expect(await sidewaysScroll(page)).toBe(0)
  await close()
})
