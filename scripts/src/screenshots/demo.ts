import { readFile } from 'node:fs/promises'
import { Refused } from '@rollcall/platform'
import type { Browser, BrowserContext } from 'playwright-core'
import type { DemoFile } from '../demo/demo-file.ts'

export type RunningDemo = Pick<DemoFile, 'dashboardUrl' | 'admin'>

/** The demo that a file tells of, if it answers. */
export async function runningDemo(file: string): Promise<RunningDemo> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
    throw new Refused(`There is no demo (${file}): run npm start in another terminal first.`, 1)
  })
  const demo = JSON.parse(text) as RunningDemo
  const healthy = await fetch(`${demo.dashboardUrl}/health`).then(
    ({ ok }) => ok,
    () => false,
  )
  if (!healthy)
    throw new Refused(`The demo does not answer at ${demo.dashboardUrl}: run npm start in another terminal first.`, 1)
  return demo
}

export type SignedIn = Awaited<ReturnType<BrowserContext['storageState']>>

/** As a person would do it, once; the others get the cookie. */
export async function signIn(browser: Browser, { dashboardUrl, admin }: RunningDemo): Promise<SignedIn> {
  const context = await browser.newContext({ baseURL: dashboardUrl })
  const page = await context.newPage()
  await page.goto('/app/sign-in')
  await page.getByLabel('E-mail').fill(admin.email)
  await page.getByLabel('Password', { exact: true }).fill(admin.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  const signedIn = page.getByRole('button', { name: 'Sign out' })
  await signedIn.or(page.getByRole('alert')).first().waitFor()
  if (!(await signedIn.isVisible())) throw new Refused(`The demo's admin ${admin.email} could not sign in.`, 1)
  const state = await context.storageState()
  await context.close()
  return state
}
