import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

// The first is the same browser without its windows: it starts sooner and does half of the work.
const PATHS = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'].map(
  (name) => `/usr/bin/${name}`,
)
const SHOTS = fileURLToPath(new URL('../../.rollcall/screenshots', import.meta.url))

/** Nothing is drawn for anybody to see, and nobody is to be asked for updates. */
const QUIET = ['--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync']

/** Debian's Chromium, or the browser that CHROMIUM names. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? PATHS.find((path) => existsSync(path))
  if (!executablePath)
    throw new Error('These tests need Chromium: apt-get install chromium-headless-shell, or name one by CHROMIUM')
  // As root, as in containers, its own sandbox can't be had. It only opens our own pages.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return chromium.launch({ executablePath, args: [...asRoot, ...QUIET] })
}

export interface Watched {
  readonly page: Page
  /** What must be empty in the end: errors of the page, of its policy, and requests to other hosts. */
  readonly complaints: string[]
  close(): Promise<void>
}

/** A page of a browser of its own, as one person has it; what goes wrong in it is written down. */
export async function openPage(
  browser: Browser,
  baseURL: string,
  options: BrowserContextOptions = {},
): Promise<Watched> {
  const context = await browser.newContext({ baseURL, reducedMotion: 'reduce', ...options })
  // A machine that does much else besides takes its time.
  context.setDefaultTimeout(90_000)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`))
  page.on('console', (message) => {
    // That nobody is signed in is told by 401, which is no fault, and browsers write it down all the same.
    const asked = message.text().includes('401 (Unauthorized)')
    if (message.type() === 'error' && !asked) complaints.push(`console: ${message.text()} ${message.location().url}`)
  })
  page.on('request', (request) => {
    const address = request.url()
    if (!address.startsWith(baseURL) && !/^(data|blob):/.test(address)) complaints.push(`another host: ${address}`)
  })
  return { page, complaints, close: () => context.close() }
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe-core finds against WCAG 2.2 AA, each as a line. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  // By the debugger, not as a script of the page, which its policy would refuse.
  await page.evaluate(axe)
  return page.evaluate(async () => {
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
    const { violations } = await (globalThis as unknown as AxeGlobal).axe.run({ runOnly: tags })
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`))
  })
}

interface AxeGlobal {
  readonly axe: {
    run(options: { runOnly: string[] }): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>
  }
}

/** How far one could scroll sideways, which nobody should have to. */
export const sidewaysScroll = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')

/** Where SCREENSHOTS is set, a picture of what is seen now, in .rollcall/screenshots. */
export async function picture(page: Page, name: string): Promise<void> {
  if (!process.env.SCREENSHOTS) return
  mkdirSync(SHOTS, { recursive: true })
  await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true })
}
