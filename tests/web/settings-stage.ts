import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import type { Answer } from '../support/client.ts'
import type { ServiceProcess } from '../support/service-process.ts'
import { System } from '../support/system.ts'
import { waitFor } from '../support/wait-for.ts'
import { openBrowser, type Watched } from './browser.ts'
import { addAdmins, openAs } from './signed-in.ts'

export const PEOPLE_EACH = 120

/** Three schools with their people and two classes, an admin of the district and a viewer of one school, and a browser. */
export class SettingsStage {
  readonly system: System
  readonly edge: ServiceProcess
  readonly #browser: Browser
  readonly #dashboard: ServiceProcess

  private constructor(system: System, browser: Browser, edge: ServiceProcess, dashboard: ServiceProcess) {
    this.system = system
    this.edge = edge
    this.#browser = browser
    this.#dashboard = dashboard
  }

  static async up(): Promise<SettingsStage> {
    const system = await System.create({ schools: 3, peopleEach: PEOPLE_EACH })
    await system.pool.query(`INSERT INTO roster.classes (id, school_id, name) VALUES (1, 1, '4b'), (2, 2, '5a')`)
    await addAdmins(system, [
      { email: 'dora@example.org', name: 'dora', role: 'district' },
      { email: 'vera@example.org', name: 'vera', role: 'viewer', schools: [1] },
    ])
    const [browser, edge, dashboard] = await Promise.all([
      openBrowser(),
      system.start('attendance-service'),
      system.start('dashboard-service'),
    ])
    return new SettingsStage(system, browser, edge, dashboard)
  }

  async close(): Promise<void> {
    await this.#browser.close()
    await this.system.close()
  }

  /** Signed in, with Settings open. */
  async open(path: string, email = 'dora@example.org', options: BrowserContextOptions = {}): Promise<Watched> {
    const opened = await openAs(this.#browser, this.#dashboard.url, email, `/app/settings/${path}`, options)
    await opened.page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor()
    return opened
  }

  async api(path: string, method = 'GET', body?: object): Promise<Answer> {
    const answer = await fetch(`${this.#dashboard.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.system.apiToken}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })
    return { status: answer.status, body: await answer.json(), headers: answer.headers }
  }
}

export const row = (page: Page, name: string) =>
  page.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) })
export const dialogOf = (page: Page) => page.getByRole('dialog')
export const save = (page: Page) => dialogOf(page).getByRole('button', { name: 'Save', exact: true }).click()
export const closed = (page: Page) => page.getByRole('dialog').waitFor({ state: 'hidden' })
export const settled = (page: Page) =>
  waitFor('everything to be read', async () => (await page.locator('main [aria-busy=true]').count()) === 0)
