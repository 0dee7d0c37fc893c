import { writeSync } from 'node:fs'

/** The very last line of a run: what passed and what failed, in a form that other tools read. */
export default class ClosingLine {
  onRunComplete(_contexts, { numPassedTests, numFailedTests, numRuntimeErrorTestSuites }) {
    const failed = numFailedTests + numRuntimeErrorTestSuites
    process.once('exit', () => writeSync(1, `\n${numPassedTests} passed, ${failed} failed\n`))
  }
}
