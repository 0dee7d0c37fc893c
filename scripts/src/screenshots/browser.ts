import { existsSync } from 'node:fs'
import { Refused } from '@rollcall/platform'
import { type Browser, chromium } from 'playwright-core'

// The first is the same browser without its windows: it starts sooner and does half of the work.
const PATHS = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'].map(
  (name) => `/usr/bin/${name}`,
)

/** Debian's Chromium, or the browser that CHROMIUM names. */
export async function openBrowser(named: string | undefined): Promise<Browser> {
  const executablePath = named ?? PATHS.find((path) => existsSync(path))
  if (!executablePath || !existsSync(executablePath))
    throw new Refused(
      `${executablePath ?? 'Chromium'} is not there: apt-get install chromium-headless-shell, or name a browser by CHROMIUM`,
      1,
    )
  // As root, as in containers, its own sandbox can't be had. It only opens our own pages.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return chromium.launch({ executablePath, args })
}
