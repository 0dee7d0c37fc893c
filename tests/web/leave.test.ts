import { accessibilityFaults, picture } from './browser.ts'
import {
  type CountedDay,
  dayAfter,
  departmentOf,
  designationOf,
  inFiscalYear,
  mondayOf,
  sumOf,
  TODAY,
  TYPES,
  YEAR,
} from './hr-world.ts'
import { choose, count, csvOf, figure, LeaveStage, panel, param, rowsIn } from './leave-stage.ts'

let stage: LeaveStage
beforeAll(async () => {
  stage = await LeaveStage.up()
})
afterAll(() => stage?.down())

test('the overview: headline numbers, who is away, and the days by type of this fiscal year', async () => {
  const { page, complaints, close } = await stage.open('/leave')
  const monday = mondayOf(TODAY)
  const week = stage.days().filter(({ date }) => date >= monday && date <= dayAfter(monday, 6))
  const today = stage.days().filter(({ date }) => date === TODAY)
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
    const mine = stage.days().filter((day) => day.type === type && inFiscalYear(0)(day))
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
  const { page, complaints, close } = await stage.open('/leave/employees')
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
  const mine = stage.days().filter(({ employee, type }) => employee === 12 && type === 1)
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
  const { page, complaints, close } = await stage.open('/leave/trends')
  await choose(page, 'Department', 'Science')
  await choose(page, 'Leave type', 'Annual', 'Sick')
  await choose(page, 'Fiscal year', `${YEAR}/${String(YEAR + 1).slice(2)}`)
  const wanted = stage.days().filter((day) => departmentOf(day.employee) === 'Science' && inFiscalYear(0)(day))
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
  await page.getByText(`In all ${count(sumOf(stage.days()), 'day', 'days')},`).waitFor()
  expect(complaints).toEqual([])
  await close()
})

test('a cell of a heat map is its share of all days of the type', async () => {
  const { page, complaints, close } = await stage.open('/leave/heat-maps')
  await choose(page, 'Leave type', 'Sick')
  const sick = stage.days().filter(({ type }) => type === 2)
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
