import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withLock } from './lock.ts'
import { enginesFolder, type Outcome, run } from './tools.ts'

const policy = '/usr/sbin/policy-rc.d'

/** As root. Debian starts a server as soon as it is installed, unless this file says no; ours run on other ports. */
export async function installDebianPackages(
  packages: string[],
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<Outcome> {
  return withLock(join(enginesFolder, 'debian.lock'), signal, async () => {
    say(`Installing ${packages.join(', ')} (apt-get, once)`)
    const keepPolicy = existsSync(policy)
    if (!keepPolicy)
      writeFileSync(policy, '#!/bin/sh\n# Rollcall is installing packages; exit 101: start nothing\nexit 101\n', {
        mode: 0o755,
      })
    try {
      const first = await install(packages, signal)
      if (first.ok || first.missing) return first
      await apt(['update'], signal) // the lists may be empty or old
      return await install(packages, signal)
    } finally {
      if (!keepPolicy) rmSync(policy, { force: true })
    }
  })
}

function install(packages: string[], signal: AbortSignal): Promise<Outcome> {
  return apt(['install', '--yes', '--no-install-recommends', ...packages], signal)
}

function apt(args: string[], signal: AbortSignal): Promise<Outcome> {
  // Somebody else's apt-get holds a lock while it works.
  return run('apt-get', ['-o', 'DPkg::Lock::Timeout=120', ...args], {
    env: { DEBIAN_FRONTEND: 'noninteractive' },
    signal,
  })
}
