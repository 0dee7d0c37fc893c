import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const DIST = fileURLToPath(new URL('../../dashboard-service/web/dist', import.meta.url))
const MOST_BYTES = 250_000

test('the first load is less than 250 KB of gzipped script, and no script is in the page', () => {
  const page = readFileSync(join(DIST, 'index.html'), 'utf8')
  // What the page names, and what that imports before it runs.
  const wanted = [...page.matchAll(/\/app\/(assets\/[\w.-]+\.js)/g)].map(([, path]) => path ?? '')
  const scripts = new Map<string, string>()
  for (const path of wanted) {
    if (scripts.has(path)) continue
    const script = readFileSync(join(DIST, path), 'utf8')
    scripts.set(path, script)
    for (const [, name] of script.matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g))
      wanted.push(`assets/${name}`)
  }
  expect(scripts.size).toBeGreaterThan(0)
  const bytes = [...scripts.values()].reduce((sum, script) => sum + gzipSync(script).length, 0)
  expect(bytes).toBeLessThan(MOST_BYTES)
  for (const [, attributes, content] of page.matchAll(/<script([^>]*)>([^<]*)<\/script>/g)) {
    expect(attributes).toContain('src=')
    expect(content).toBe('')
  }
})
