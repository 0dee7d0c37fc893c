import { accessibilityFaults, picture, sidewaysScroll } from './browser.ts'
import { NOBODY, sumOf, TODAY } from './hr-world.ts'
import { count, figure, LeaveStage } from './leave-stage.ts'

let stage: LeaveStage
beforeAll(async () => {
  stage = await LeaveStage.up()
})
afterAll(() => stage?.down())

test('a failed sync is told in words while the data stays; when it works again, what is new is shown', async () => {
  const { page, complaints, close } = await stage.open('/leave/employees')
  await page.getByText('41 employees').waitFor()
  stage.hr.simulator.fault = '500'
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
  await stage.system.pool.query(`UPDATE leave.sync SET good_at = good_at - interval '1 hour'`)
  await page.reload()
  await page.getByText('Not fresh', { exact: true }).waitFor()
  await page.getByText(/^As of .*, 1 h old$/).waitFor()
  expect(await accessibilityFaults(page)).toEqual([])

  stage.hr.simulator.fault = 'none'
  stage.hr.gets({ id: 4_000, employee: 41, type: 1, from: TODAY, days: 1 })
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
  const { page, close } = await stage.open('/leave/employees')
  await page.getByText('42 employees').waitFor()
  stage.hr.gets({ id: 4_001, employee: 42, type: 1, from: TODAY, days: 1 })
  await stage.sync()
  // As when one comes back to the window; else it is asked every 15 seconds.
  await page.evaluate('document.dispatchEvent(new Event("visibilitychange", { bubbles: true }))')
  await page.getByText('Other leave data came in at').waitFor()
  await page.getByText('42 employees').waitFor()
  await page.getByRole('button', { name: 'Show it' }).click()
  await page.getByText('43 employees').waitFor()
  await close()
})

test('an employee is linked by hand, or is nobody of ours; rows with a fault are listed with their reasons', async () => {
  const { page, complaints, close } = await stage.open('/leave/unlinked')
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
    (await stage.system.pool.query('SELECT user_id, how FROM leave.links WHERE employee_id = $1', [500 + NOBODY])).rows
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
  await stage.sync()
  expect(complaints).toEqual([])
  await close()
})

test('an admin of one school sees their own, and neither the way nor the page of the district', async () => {
  const { page, complaints, close } = await stage.open('/leave', 'sita@example.org')
  await figure(page, 'Employees', 20).waitFor()
  const mine = stage.days().filter(({ employee }) => employee > 20 && employee <= 40)
  const away = new Set(mine.filter(({ date }) => date === TODAY).map(({ employee }) => employee))
  await figure(page, 'Away today', away.size).waitFor()
  expect(await page.getByRole('button', { name: 'Sync now' }).count()).toBe(0)
  expect(await page.getByRole('link', { name: 'Unlinked' }).count()).toBe(0)
  await page.goto('/app/leave/trends?by=employee')
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
  const { page, complaints, close } = await stage.open('/leave', 'dora@example.org', {
    colorScheme: 'dark',
    viewport: phone,
  })
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
