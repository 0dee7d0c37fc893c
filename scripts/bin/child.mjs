import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** Runs a program to its end, in this terminal. Resolves with its exit code; signals we get are its signals. */
export function runChild(file, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: 'inherit', ...options })
    // A terminal's Ctrl-C reaches the child directly and through us: it has to take the two for one.
    const forward = (signal) => child.kill(signal)
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    for (const signal of signals) process.on(signal, forward)
    const orphaned = watchParent(() => child.kill('SIGTERM'))
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      clearInterval(orphaned)
      for (const each of signals) process.off(each, forward)
      resolve(code ?? 128 + signalNumbers[signal])
    })
  })
}

const signalNumbers = { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGABRT: 6, SIGKILL: 9, SIGSEGV: 11, SIGTERM: 15 }

/**
 * npm, or yarn, that was killed has told us nothing; but then somebody else is our parent, or that of the shell which it
 * put between us.
 */
function watchParent(onGone) {
  if (!process.env.npm_lifecycle_event) return undefined
  const before = ancestry()
  return setInterval(() => ancestry() !== before && onGone(), 250).unref()
}

function ancestry() {
  const parent = process.ppid
  const [name, state] = procStat(parent)
  return /^(a|ba|da|z|k)?sh$/.test(name) ? `${parent} ${state[1]}` : `${parent}`
}

/** Of a process: its name, and what comes after it (state, parent, ...). */
function procStat(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const end = stat.lastIndexOf(')')
    return [stat.slice(stat.indexOf('(') + 1, end), stat.slice(end + 2).split(' ')]
  } catch {
    return ['', []] // no /proc here: the parent alone has to do
  }
}

/** What npm and yarn 1 tell their scripts must not become the configuration of the npm we run. */
export function environmentForNpm() {
  const isYarn = /^yarn/.test(process.env.npm_config_user_agent ?? '')
  const entries = Object.entries(process.env)
  return Object.fromEntries(isYarn ? entries.filter(([name]) => !/^npm_/i.test(name)) : entries)
}
