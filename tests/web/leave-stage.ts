import { readFile } from 'node:fs/promises'
import { parse } from 'csv-parse/sync'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import type { ServiceProcess } from '../support/service-process.ts'
import { System } from '../support/system.ts'
import { openBrowser, type Watched } from './browser.ts'
import { type CountedDay, daysOf, HrWorld } from './hr-world.ts'
import { addAdmins, openAs } from './signed-in.ts'

/** Two schools whose people are all employees of an HR system that the test knows by heart, its leave taken in, and a browser. */
export class LeaveStage {
  readonly system: System
  readonly hr: HrWorld
  readonly #browser: Browser
  readonly #dashboard: ServiceProcess

  private constructor(system: System, hr: HrWorld, browser: Browser, dashboard: ServiceProcess) {
    this.system = system
    this.hr = hr
    this.#browser = browser
    this.#dashboard = dashboard
  }

  static async up(): Promise<LeaveStage> {
    const [system, hr, browser] = await Promise.all([
      System.create({ schools: 2, peopleEach: 20 }),
      HrWorld.up(),
      openBrowser(),
    ])
    await system.pool.query(`UPDATE roster.users SET kind = 'teacher', external_id = 'E' || id`)
    await addAdmins(system, [
      { email: 'dora@example.org', name: 'Dora District', role: 'district' },
      { email: 'sita@example.org', name: 'Sita School', role: 'school', schools: [2] },
    ])
    const [dashboard] = await Promise.all([
      system.start('dashboard-service', { env: hr.env }),
      system.start('tasks', { env: hr.env }),
    ])
    const stage = new LeaveStage(system, hr, browser, dashboard)
    await stage.sync()
    return stage
  }

  async down(): Promise<void> {
    await this.#browser.close()
    await this.system.close()
    await this.hr.down()
  }

  /** Takes in what the HR system has now, as another program would. */
  async sync(): Promise<void> {
    const headers = { authorization: `Bearer ${this.system.apiToken}` }
    const answer = await fetch(`${this.#dashboard.url}/api/leave/sync`, { method: 'POST', headers })
    const text = await answer.text()
    if (answer.status !== 200) throw new Error(`the sync was answered with ${answer.status}: ${text}`)
  }

  days = (): CountedDay[] => daysOf(this.hr.leaves)

  open = (path: string, email = 'dora@example.org', options: BrowserContextOptions = {}): Promise<Watched> =>
    openAs(this.#browser, this.#dashboard.url, email, `/app${path}`, options)
}

export const count = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`
export const panel = (page: Page, name: string | RegExp) => page.getByRole('region', { name })
export const figure = (page: Page, name: string, value: number) =>
  page.getByRole('link', { name: new RegExp(`^${name} ?${value}(?!\\d)`) })
export const param = (page: Page, name: string) => new URL(page.url()).searchParams.get(name)

export async function choose(page: Page, filter: string, ...values: string[]): Promise<void> {
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

export async function csvOf(page: Page, click: () => Promise<void>): Promise<string[][]> {
  const [download] = await Promise.all([page.waitForEvent('download'), click()])
  return parse(await readFile(await download.path()), { bom: true, relaxColumnCount: true })
}

/** Of the table of that name, head and all. The gaps of a long one are no rows. */
export async function rowsIn(page: Page, name: string | RegExp): Promise<string[][]> {
  // What was there before stays in sight until what was asked for has come.
  await page.locator('main section[aria-busy=true]').first().waitFor({ state: 'detached' })
  const rows = panel(page, name).last().getByRole('row')
  await rows.nth(1).waitFor()
  return rows.evaluateAll((all) =>
    all.filter((row) => row.children.length > 0).map((row) => [...row.children].map((cell) => cell.textContent ?? '')),
  )
}
