/**
 * Ctrl-C once stops, twice kills. One press comes as up to three signals: from the terminal, from npm and from run.mjs.
 * The death of run.mjs counts as a request to stop: nobody would look after us any more.
 */
export function onStopSignals(stop: () => void, kill: () => void): void {
  let askedAt: number | undefined
  const asked = () => {
    if (askedAt === undefined) {
      askedAt = Date.now()
      stop()
    } else if (Date.now() - askedAt > samePressMs) {
      kill()
    }
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, asked)
  const runner = process.ppid
  if (process.env.ROLLCALL_RUNNER !== String(runner)) return // started by somebody else, who may leave
  const watch = setInterval(() => {
    if (process.ppid === runner) return
    clearInterval(watch)
    if (askedAt === undefined) asked()
  }, 250)
  watch.unref()
}

const samePressMs = 1000
