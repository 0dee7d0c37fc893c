import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { EngineError } from './engine.ts'

/** Names one process for ever: ids are used again, the moment of the start tells them apart. */
export interface ProcessIdentity {
  pid: number
  startedAt: string
}

const onLinux = process.platform === 'linux'

export function identify(pid: number): ProcessIdentity | undefined {
  const startedAt = onLinux ? startedAtFromProc(pid) : ps(['-o', 'lstart=', '-p', String(pid)]).trim()
  return startedAt ? { pid, startedAt } : undefined
}

export function isAlive(identity: ProcessIdentity): boolean {
  return identify(identity.pid)?.startedAt === identity.startedAt
}

/** Sends the signal to a process and to all it has started. Postgres' backends outlive their postmaster by a moment. */
export function signalTree(pid: number, signal: NodeJS.Signals): void {
  const descendants = descendantsOf(pid)
  for (const each of [pid, ...descendants]) signalOne(each, signal)
}

export function familyOf(pid: number): ProcessIdentity[] {
  return [pid, ...descendantsOf(pid)].flatMap((member) => identify(member) ?? [])
}

/** Ends a process with everything below it: politely, then with SIGKILL. Resolves when none of them is left. */
export async function end(target: ProcessIdentity, signal: NodeJS.Signals, graceMs: number): Promise<void> {
  if (!isAlive(target)) return
  const family = familyOf(target.pid)
  if (signal === 'SIGKILL') {
    signalTree(target.pid, 'SIGKILL')
  } else {
    signalTree(target.pid, 'SIGCONT') // a paused process would not hear it
    signalOne(target.pid, signal)
    await allGone([target], graceMs)
  }
  // Children that were adopted by init when their parent died are no longer below it, but they are in the list.
  if (await allGone(family, signal === 'SIGKILL' ? 0 : 1000)) return
  for (const member of family) if (isAlive(member)) signalTree(member.pid, 'SIGKILL')
  await allGone(family, 10_000)
}

async function allGone(family: ProcessIdentity[], withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs
  while (family.some(isAlive)) {
    if (Date.now() >= deadline) return false
    await delay(10)
  }
  return true
}

function signalOne(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EPERM') throw new EngineError(`Process ${pid} is another user's: stop it as that user, or as root.`)
    if (code !== 'ESRCH') throw error // else it ended by itself: all the better
  }
}

function startedAtFromProc(pid: number): string | undefined {
  // "pid (name) state ppid ... starttime": the name may hold spaces and brackets, so count from the last bracket.
  const stat = read(`/proc/${pid}/stat`)
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const isDead = fields[0] === 'Z' || fields[0] === 'X'
  return isDead ? undefined : fields[19]
}

function descendantsOf(pid: number): number[] {
  const children = onLinux ? childrenFromProc(pid) : childrenFromPs(pid)
  return children.flatMap((child) => [child, ...descendantsOf(child)])
}

function childrenFromProc(pid: number): number[] {
  let threads: string[]
  try {
    threads = readdirSync(`/proc/${pid}/task`)
  } catch {
    return []
  }
  return threads.flatMap((thread) => numbersIn(read(`/proc/${pid}/task/${thread}/children`)))
}

function childrenFromPs(pid: number): number[] {
  const pairs = ps(['-A', '-o', 'pid=,ppid=']).split('\n').map(numbersIn)
  return pairs.flatMap(([child, parent]) => (child !== undefined && parent === pid ? [child] : []))
}

function numbersIn(text: string): number[] {
  return (text.match(/\d+/g) ?? []).map(Number)
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return '' // the process is gone
  }
}

function ps(args: string[]): string {
  try {
    return execFileSync('ps', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  } catch {
    return ''
  }
}
