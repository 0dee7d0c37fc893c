import { hashPassword } from '@rollcall/platform'
import type { Locator, Page } from 'playwright-core'
import type { System } from '../support/system.ts'

export const PASSWORD = 'a long sentence is good'

/** Somebody who can sign in. */
export async function addAdmin(system: System, email: string, role: string, schools: readonly number[] = []) {
  const { rows } = await system.pool.query<{ id: number }>(
    'INSERT INTO access.admins (email, name, role, password_hash) VALUES ($1, $2, $3, $4) RETURNING id',
    [email, email.split('@')[0], role, await hashPassword(PASSWORD)],
  )
  for (const school of schools)
    await system.pool.query('INSERT INTO access.admin_schools VALUES ($1, $2)', [rows[0]?.id, school])
}

export async function signIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('button', { name: 'Sign out' }).waitFor()
}

/** One of the choices of a list that one may search in; `within` a dialog, or the page. */
export async function choose(within: Page | Locator, label: string, option: string): Promise<void> {
  const field = within.getByRole('combobox', { name: label, exact: true })
  await field.click()
  await field.fill(option)
  await field.page().getByRole('option', { name: option, exact: true }).click()
}
