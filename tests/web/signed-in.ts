import { hashPassword } from '@rollcall/platform'
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import type { System } from '../support/system.ts'
import { openPage, type Watched } from './browser.ts'

export const PASSWORD = 'a long sentence is good'

/** Who signs in. `schools`: only these; without them the whole district, as far as the role has it. */
export interface TestAdmin {
  readonly email: string
  readonly name: string
  readonly role: 'district' | 'school' | 'viewer' | 'operator'
  readonly schools?: readonly number[]
}

export async function addAdmins(system: System, admins: readonly TestAdmin[]): Promise<void> {
  const hash = await hashPassword(PASSWORD)
  for (const { email, name, role, schools = [] } of admins) {
    await system.pool.query(
      `WITH made AS (INSERT INTO access.admins (email, name, role, password_hash) VALUES ($1, $2, $3, $4) RETURNING id)
       INSERT INTO access.admin_schools SELECT made.id, school FROM made, unnest($5::int[]) AS school`,
      [email, name, role, hash, schools],
    )
  }
}

/** There is school on every day of the week, whenever a test runs. */
export const schoolEveryDay = (system: System) =>
  system.pool.query(
    `INSERT INTO roster.calendars (school_id, weekdays) SELECT id, '{1,2,3,4,5,6,7}' FROM roster.schools`,
  )

export async function signIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('button', { name: 'Sign out' }).waitFor()
}

/** A page of somebody's own at an address, who has signed in before: by the API, as the form has tests of its own. */
export async function openAs(
  browser: Browser,
  url: string,
  email: string,
  path: string,
  options: BrowserContextOptions = {},
): Promise<Watched> {
  const opened = await openPage(browser, url, options)
  const { page } = opened
  const answer = await page.request.post('/api/sign-in', { data: { email, password: PASSWORD } })
  if (!answer.ok()) throw new Error(`${email} is not let in: ${answer.status()} ${await answer.text()}`)
  await page.goto(path)
  await page.getByRole('button', { name: 'Sign out' }).waitFor()
  return opened
}

/** One of the choices of a list that one may search in; `within` a dialog, or the page. */
export async function choose(within: Page | Locator, label: string, option: string): Promise<void> {
  const field = within.getByRole('combobox', { name: label, exact: true })
  await field.click()
  await field.fill(option)
  await field.page().getByRole('option', { name: option, exact: true }).click()
}
