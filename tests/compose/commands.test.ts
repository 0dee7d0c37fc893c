import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './load-compose.ts'

const docs = readFileSync(join(ROOT, 'docs/operations.md'), 'utf8')
const told = [...docs.matchAll(/docker compose exec ([\w-]+) node (\S+)/g)]
const entries = [...new Set(told.map(([, service, path]) => `${service}/${path}`))]

test('an operator of compose is told how to make an admin and a key, and how to run a task', () => {
  expect(entries.sort()).toEqual([
    'dashboard-service/dist/admin.js',
    'dashboard-service/dist/token.js',
    'tasks/dist/task.js',
  ])
})

test.each(entries)('%s is there and needs nothing to tell what it does', (entry) => {
  const help = execFileSync(process.execPath, [join(ROOT, entry), '--help'], { env: {}, encoding: 'utf8' })
  expect(help).toMatch(/^Usage: (admin|token|task) /)
})
