import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '@rollcall/engines'
import { runScript } from '../testing/run-script.ts'
import { screens } from './screens.ts'

const folder = mkdtempSync(join(tmpdir(), 'rollcall-screenshots-'))
afterAll(() => rmSync(folder, { recursive: true }))
const screenshots = (...args: string[]) => runScript('screenshots/main', args, {})

test('without a demo it says what to do', async () => {
  const file = join(folder, 'demo.json')
  expect(await screenshots('--demo', file)).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringMatching(/^There is no demo .*run npm start in another terminal first\.\n$/),
  })
  const dashboardUrl = `http://localhost:${await freePort()}`
  writeFileSync(file, JSON.stringify({ dashboardUrl, admin: { email: 'a@b.example', password: 'x' } }))
  expect(await screenshots('--demo', file)).toMatchObject({
    code: 1,
    err: `The demo does not answer at ${dashboardUrl}: run npm start in another terminal first.\n`,
  })
})

test('an unknown screen is told, with those that there are; no two share a picture', async () => {
  const { code, err } = await screenshots('--only', 'kiosk,nothing')
  expect([code, err]).toEqual([2, expect.stringContaining('There is no nothing: sign-in, today,')])
  expect(new Set(screens.map(({ name }) => name)).size).toBe(screens.length)
})
