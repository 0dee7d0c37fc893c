import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runCommand } from '@rollcall/platform'
import { withStack } from '../stack/with-stack.ts'
import { benchmark } from './benchmark.ts'
import { type BenchmarkOptions, benchmarkCommand } from './options.ts'
import { reportOf } from './report/report.ts'
import { tableOf } from './table.ts'

const say = (line: string) => process.stdout.write(`${line}\n`)

async function run(options: BenchmarkOptions): Promise<void> {
  const startedAt = Date.now()
  const wanted = { command: 'benchmark', environment: process.env, say }
  await withStack(wanted, async (stack) => {
    const profiles = join(stack.folder, 'profiles')
    if (options.cpuProf) mkdirSync(profiles, { recursive: true })
    const result = await benchmark(stack, options, { profiles }, startedAt)
    const report = join(stack.folder, 'report.html')
    writeWhole(report, reportOf(result, new Date()))
    if (options.json) writeWhole(options.json, `${JSON.stringify(result, null, 2)}\n`)
    say(`\n${tableOf(result)}\n\nReport: ${report}`)
    if (options.cpuProf) say(`Profiles: ${profiles}`)
  })
}

/** Whoever opens it finds it complete, or as it was before. */
function writeWhole(file: string, text: string): void {
  const draft = `${file}.${process.pid}.draft`
  writeFileSync(draft, text)
  renameSync(draft, file)
}

await runCommand(benchmarkCommand(run), process.argv)
