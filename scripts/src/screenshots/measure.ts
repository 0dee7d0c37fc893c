import { gzipSync } from 'node:zlib'
import type { Browser } from 'playwright-core'
import type { SignedIn } from './demo.ts'

const ROUNDS = 5

/** Every script that the page loads before anybody has done anything, as a server that compresses would send it. */
export async function firstLoadBytes(browser: Browser, baseURL: string): Promise<number> {
  const page = await browser.newPage({ baseURL })
  const sizes: Promise<number>[] = []
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script')
      sizes.push(response.body().then((body) => gzipSync(body).length))
  })
  await page.goto('/app/sign-in')
  await page.getByRole('heading', { level: 1 }).waitFor()
  const all = await Promise.all(sizes)
  await page.close()
  return all.reduce((sum, bytes) => sum + bytes, 0)
}

/** At the frame in which a number is first seen in a tile. */
const NOTE_FIRST_NUMBER = `
  const look = () => {
    if (/\\d/.test(document.querySelector('.tile-number')?.textContent ?? '')) window.firstNumberMs = performance.now()
    else requestAnimationFrame(look)
  }
  requestAnimationFrame(look)`

/** From the start of the navigation until there is a number on Today: the median of some browsers that have never been there. */
export async function firstNumberMs(browser: Browser, baseURL: string, signedIn: SignedIn): Promise<number> {
  const all: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const context = await browser.newContext({ baseURL, storageState: signedIn })
    await context.addInitScript(NOTE_FIRST_NUMBER)
    const page = await context.newPage()
    await page.goto('/app/today')
    await page.locator('.tile-number').filter({ hasText: /\d/ }).first().waitFor()
    all.push(
      await page.evaluate<number>('new Promise((done) => requestAnimationFrame(() => done(window.firstNumberMs)))'),
    )
    await context.close()
  }
  return all.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? Number.NaN
}
