import { type Command, EngineError } from './engine.ts'
import { run } from './tools.ts'

/** Postgres refuses to run as root, so root runs it as somebody else. */
export interface PostgresUser {
  uid: number
  gid: number
  /** That user can't reach the folder by itself: a checkout below /root, for one. */
  needsPassage: boolean
}

const name = 'postgres'

/** Nothing when we aren't root: Postgres then runs as we do. */
export async function postgresUser(bin: string, folder: string): Promise<PostgresUser | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const ids = (await lookUp()) ?? (await create())
  const reach = await run('test', ['-x', `${bin}/postgres`, '-a', '-x', folder], { ...ids, cwd: '/' })
  if (reach.ok) return { ...ids, needsPassage: false }
  if ((await run('setpriv', ['--version'])).ok) return { ...ids, needsPassage: true }
  throw new EngineError(
    `Postgres may not run as root, and the user ${name} can't enter ${folder}: move the project to a folder everybody may enter, or set DATABASE_URL to a running Postgres.`,
  )
}

/**
 * With passage, the user passes the doors of folders that are closed to it, as root would, and is still not root.
 * no_setuid_fixup makes that hold for access(2) too, which initdb asks before it runs its binaries.
 */
export function asPostgresUser(user: PostgresUser | undefined, file: string, args: string[]): Command {
  if (!user) return { file, args }
  const { uid, gid } = user
  if (!user.needsPassage) return { file, args, uid, gid }
  const as = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups']
  const passage = [
    '--inh-caps=-all,+dac_override',
    '--ambient-caps=-all,+dac_override',
    '--securebits=+no_setuid_fixup',
  ]
  return { file: 'setpriv', args: [...as, ...passage, '--', file, ...args] }
}

async function lookUp(): Promise<{ uid: number; gid: number } | undefined> {
  const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])])
  return uid.ok && gid.ok ? { uid: Number(uid.output), gid: Number(gid.output) } : undefined
}

async function create(): Promise<{ uid: number; gid: number }> {
  await run('useradd', ['--system', '--user-group', '--shell', '/usr/sbin/nologin', name])
  const ids = await lookUp()
  if (ids) return ids
  throw new EngineError(
    `Postgres may not run as root, and the user ${name} could not be made: add that user, or run this as somebody else than root.`,
  )
}
