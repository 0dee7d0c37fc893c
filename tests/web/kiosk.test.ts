import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { checkIn } from '../support/client.ts'
import type { ServiceProcess } from '../support/service-process.ts'
import { System } from '../support/system.ts'
import { waitFor } from '../support/wait-for.ts'
import { accessibilityFaults, openBrowser, openPage, picture, sidewaysScroll } from './browser.ts'

const FOLDER = fileURLToPath(new URL('../../attendance-service/kiosk', import.meta.url))
let system: System
let browser: Browser
let edge: ServiceProcess
let dashboard: ServiceProcess
let key: string
let lost: { id: number; secret: string }
beforeAll(async () => {
  system = await System.create({ schools: 2, peopleEach: 20 })
  key = await system.key('kiosk', 1)
  lost = await system.tokens.create({ kind: 'kiosk', name: 'lost', schoolId: 1, limitPerSecond: null })
  ;[browser, edge] = await Promise.all([openBrowser(), system.start('attendance-service')])
  dashboard = await system.start('dashboard-service', { env: { ATTENDANCE_URL: edge.url } })
  // The first one opens the way to Kafka, for which a kiosk might not wait.
  await checkIn(edge, system.deviceKey, { userId: 20, type: 'checkin', timestamp: Date.now() })
})
afterAll(async () => {
  await browser?.close()
  await system?.close()
})

/** What the browser writes down of answers that are no success; the page tells each of them. */
const faults = (complaints: readonly string[]) => complaints.filter((each) => !/status of 4\d\d|ERR_/.test(each))

async function useKey(page: Page, secret = key): Promise<void> {
  await page.getByLabel('Key of this kiosk').fill(secret)
  await page.getByRole('button', { name: 'Use this key' }).click()
}

/** As a reader does that is plugged in like a keyboard. */
async function scan(page: Page, number: number | string): Promise<void> {
  await page.keyboard.type(String(number))
  await page.keyboard.press('Enter')
}

const tells = (page: Page, text: string) => page.getByRole('status').filter({ hasText: text }).waitFor()

async function stored(userId: number) {
  const { rows } = await system.pool.query<{ type: string; at: Date; temperature: number | null }>(
    'SELECT type, at, temperature FROM attendance.events WHERE user_id = $1 ORDER BY at',
    [userId],
  )
  return rows
}

test('somebody scans, comes, comes again, and goes; a wrong key and a wrong number are told', async () => {
  const { page, complaints, close } = await openPage(browser, edge.url, { viewport: { width: 800, height: 1100 } })
  await page.goto('/kiosk')
  await useKey(page, 'rollcall_kiosk_nothing')
  await page.getByRole('alert').getByText('This key is not valid').waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await picture(page, 'kiosk-key')
  await useKey(page)
  await page.getByLabel('Your number').waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await picture(page, 'kiosk')

  await scan(page, '0007')
  await tells(page, 'Welcome')
  expect(await accessibilityFaults(page)).toEqual([])
  await picture(page, 'kiosk-welcome')
  await scan(page, 7)
  await tells(page, 'You are checked in already')
  await page.getByLabel('Temperature in °C').fill('38,4')
  await page.getByLabel('Your number').fill('8')
  await page.getByRole('button', { name: 'Check in' }).click()
  await tells(page, 'Number 8')
  await page.getByRole('radio', { name: 'Going' }).click()
  await scan(page, 7)
  await tells(page, 'Goodbye')
  await scan(page, 9)
  await tells(page, 'Not checked in today')
  await scan(page, 21)
  await tells(page, 'This number belongs to another school')
  await scan(page, 999_999)
  await tells(page, 'Nobody has this number')
  // Who was told is on no list.
  await tells(page, 'nothing waits')
  await picture(page, 'kiosk-refused')
  await scan(page, '12x')
  await tells(page, 'That is not a number')
  await waitFor('three records', async () => (await stored(7)).length + (await stored(8)).length === 3)
  expect((await stored(7)).map(({ type }) => type)).toEqual(['checkin', 'checkout'])
  expect(await stored(8)).toMatchObject([{ type: 'checkin', temperature: 38.4 }])

  // The way out stays the way out, and the key stays until it is forgotten.
  await page.reload()
  await page.getByRole('button', { name: 'Check out' }).waitFor()
  await page.getByText('This kiosk:').click()
  await page.getByRole('button', { name: 'Forget the key' }).click()
  expect(await accessibilityFaults(page)).toEqual([])
  await page.getByRole('button', { name: 'Forget it' }).click()
  await page.getByLabel('Key of this kiosk').waitFor()
  await page.reload()
  await page.getByLabel('Key of this kiosk').waitFor()
  expect(await page.evaluate('JSON.stringify(localStorage)')).not.toContain(key)
  expect(faults(complaints)).toEqual([])
  await close()
})

test('while the server is away everything is kept, over reloads, and stored exactly once afterwards', async () => {
  const { page, complaints, close } = await openPage(browser, edge.url, {
    viewport: { width: 320, height: 640 },
    colorScheme: 'dark',
  })
  await page.goto('/kiosk')
  await useKey(page)
  await page.getByLabel('Your number').waitFor()
  await scan(page, 11)
  await tells(page, 'Welcome')
  await page.evaluate('navigator.serviceWorker.ready.then(() => caches.match("/kiosk/told.js"))')
  await edge.kill()
  const from = Date.now()
  await scan(page, 12)
  await tells(page, 'Noted on this kiosk')
  expect(await accessibilityFaults(page)).toEqual([])
  await picture(page, 'phone-kiosk-away')
  expect(await sidewaysScroll(page)).toBe(0)
  await page.reload()
  await tells(page, '1 not sent yet')
  await scan(page, 13)
  await tells(page, 'Number 13')
  await scan(page, 999_998)
  await tells(page, '3 not sent yet')
  await page.getByRole('radio', { name: 'Going' }).click()
  await scan(page, 12)
  await tells(page, '4 not sent yet')
  const to = Date.now()

  await edge.start()
  await tells(page, 'nothing waits, 1 refused')
  await waitFor('three records', async () => (await stored(12)).length + (await stored(13)).length === 3)
  for (const { at } of [...(await stored(12)), ...(await stored(13))]) {
    expect(at.getTime()).toBeGreaterThanOrEqual(from)
    expect(at.getTime()).toBeLessThanOrEqual(to)
  }
  expect((await stored(12)).map(({ type }) => type)).toEqual(['checkin', 'checkout'])
  // What was refused is told until somebody has seen it, and never sent again.
  const asked: string[] = []
  page.on('request', (request) => request.method() === 'POST' && asked.push(request.url()))
  await page.reload()
  await page.getByText('This kiosk:').click()
  await page.getByText('Number 999998, coming').waitFor()
  await picture(page, 'phone-kiosk-refused')
  expect(await sidewaysScroll(page)).toBe(0)
  await page.getByRole('button', { name: 'Take them off the list' }).click()
  await tells(page, 'nothing waits')
  await scan(page, 13)
  await tells(page, 'Goodbye')
  expect(asked).toEqual([`${edge.url}/attendances`])
  expect(faults(complaints)).toEqual([])
  await close()
})

test('an answer that got lost, and a key that is revoked: nothing is lost or doubled', async () => {
  const { page, close } = await openPage(browser, edge.url)
  await page.goto('/kiosk')
  await useKey(page, lost.secret)
  await page.getByLabel('Your number').waitFor()
  await page.route(
    '**/attendances',
    async (route) => {
      await route.fetch()
      await route.abort()
    },
    { times: 1 },
  )
  await scan(page, 15)
  await tells(page, 'Noted on this kiosk')
  await tells(page, 'nothing waits')
  await system.tokens.revoke(lost.id)
  await waitFor('the key to be refused', async () => {
    const answer = await fetch(`${edge.url}/attendances/batch`, {
      method: 'POST',
      headers: { authorization: `Bearer ${lost.secret}`, 'content-type': 'application/json' },
      body: '[]',
    })
    return answer.status === 401
  })
  await scan(page, 16)
  await tells(page, 'The key of this kiosk is not valid')
  await page.getByRole('alert').getByText('This key is not valid').waitFor()
  await useKey(page)
  await tells(page, 'nothing waits')
  await waitFor('the records', async () => (await stored(15)).length === 1 && (await stored(16)).length === 1)
  await close()
})

test('its files are served strictly, also at the address of dashboard-service, and nothing else is', async () => {
  for (const url of [edge.url, dashboard.url]) {
    const page = await fetch(`${url}/kiosk`)
    expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'no-cache'])
    const policy = page.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self';")
    expect(policy).not.toMatch(/unsafe|http/)
    const html = await page.text()
    expect(html).not.toMatch(/<style|style="|\son\w+=|https?:/)
    for (const [, file] of html.matchAll(/(?:src|href)="([^"]+)"/g))
      expect([file, (await fetch(url + file)).status]).toEqual([file, 200])
    for (const path of ['tsconfig.json', 'types.d.ts', 'index.html', 'nothing.js', '..%2Fpackage.json'])
      expect([path, (await fetch(`${url}/kiosk/${path}`)).status]).toEqual([path, 404])
  }
  const worker = readFileSync(`${FOLDER}/sw.js`, 'utf8')
  for (const file of readdirSync(FOLDER).filter((name) => /\.(js|css|svg)$/.test(name) && name !== 'sw.js'))
    expect([file, worker.includes(`'${file}'`) || worker.includes(`'/kiosk/${file}'`)]).toEqual([file, true])
})
