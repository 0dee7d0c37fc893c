import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import type { SignedIn } from './demo.ts'
import { NOT_FOUND, type Screen } from './screens.ts'

const PATIENCE_MS = 15_000
/** A chart has drawn itself by then. */
const CHART_MS = 1_200

const LOOKS: readonly (BrowserContextOptions & { readonly name: string })[] = [
  { name: 'light', viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
  { name: 'dark', viewport: { width: 1280, height: 800 }, colorScheme: 'dark' },
  { name: 'phone-390', viewport: { width: 390, height: 844 }, colorScheme: 'light' },
  { name: 'phone-320', viewport: { width: 320, height: 640 }, colorScheme: 'dark' },
]

export interface Pictures {
  readonly browser: Browser
  readonly baseURL: string
  readonly signedIn: SignedIn
  readonly folder: string
  readonly screens: readonly Screen[]
  say(line: string): void
}

/** A picture of each screen in each look. Answers what is wrong, a line each. */
export async function takePictures({ browser, baseURL, signedIn, folder, screens, say }: Pictures): Promise<string[]> {
  const wrong: string[] = []
  for (const { name: look, ...options } of LOOKS) {
    const inside = await browser.newContext({ baseURL, ...options, storageState: signedIn })
    const outside = await browser.newContext({ baseURL, ...options })
    const [page, openPage] = [await inside.newPage(), await outside.newPage()]
    for (const screen of screens) {
      const fault = await takePicture(screen.open ? openPage : page, screen, join(folder, `${screen.name}-${look}.png`))
      if (fault) wrong.push(`${screen.name} (${screen.path}), ${look}: ${fault}`)
      say(`${screen.name}-${look}.png${fault ? `: ${fault}` : ''}`)
    }
    await Promise.all([inside.close(), outside.close()])
  }
  return wrong
}

async function takePicture(page: Page, { path, heading }: Screen, file: string): Promise<string | undefined> {
  await page.goto(path)
  const named = (name: string) => page.getByRole('heading', { level: 1, name, exact: true })
  const any = page.getByRole('heading', { level: 1 })
  // A page that is not there says so at once.
  const wanted = heading === undefined ? any : named(heading).or(named(NOT_FOUND))
  const isThere = await appeared(wanted.first().waitFor({ timeout: PATIENCE_MS }))
  if (isThere) await settled(page)
  await page.screenshot({ path: file, fullPage: true })
  const [shown = 'none'] = await any.allTextContents()
  if (isThere && shown !== NOT_FOUND) return undefined
  return `the heading ${heading === undefined ? '' : `"${heading}" `}does not appear; there is "${shown}"`
}

/** Nothing is loading any more. What is read again meanwhile, as it is live, is no reason to wait. */
async function settled(page: Page): Promise<void> {
  await appeared(
    page.locator('main [data-state=loading], main .mantine-Skeleton-root').first().waitFor({
      state: 'detached',
      timeout: PATIENCE_MS,
    }),
  )
  if ((await page.locator('canvas').count()) > 0) await page.waitForTimeout(CHART_MS)
}

const appeared = (waiting: Promise<void>): Promise<boolean> =>
  waiting.then(
    () => true,
    () => false,
  )
