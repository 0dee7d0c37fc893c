import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { MongoClient } from 'mongodb'
import { EngineError, type Place, type Recipe } from './engine.ts'
import { downloadFailed, fingerprint, installOnce, packageFolder, run } from './tools.ts'

/** `mongod` where it is installed, else FerretDB, which speaks the same protocol over SQLite. */
export function mongo({ folder, ports, say }: Place): Recipe {
  const address = `127.0.0.1:${ports[0]}`
  const url = `mongodb://${address}/rollcall`
  // A folder each: neither can read what the other wrote.
  let data = ''
  return {
    title: 'Mongo',
    url,
    stopSignal: 'SIGTERM',
    async prepare(signal) {
      const hasMongod = await isMongodUsable()
      data = join(folder, hasMongod ? 'mongod' : 'ferretdb')
      mkdirSync(data, { recursive: true })
      if (hasMongod) {
        return {
          file: 'mongod',
          args: ['--dbpath', data, '--bind_ip', '127.0.0.1', '--port', String(ports[0])],
          cwd: folder,
        }
      }
      const built = await buildFerret(signal, say)
      return { file: join(built, 'ferretdb'), args: [address, encodeURI(data)], cwd: folder }
    },
    ready: () => pingMongo(url),
    damage(log) {
      const found = log.match(
        /malformed|not a database|WiredTiger error|unsupported.*version|unable to open database file/i,
      )
      return found ? { folder: data, reason: found[0] } : undefined
    },
  }
}

export async function pingMongo(url: string): Promise<void> {
  const client = new MongoClient(url, { serverSelectionTimeoutMS: 1000, connectTimeoutMS: 1000, socketTimeoutMS: 2000 })
  try {
    await client.db().command({ ping: 1 })
  } finally {
    await client.close()
  }
}

async function isMongodUsable(): Promise<boolean> {
  const { ok, output } = await run('mongod', ['--version'])
  const version = output.match(/db version v(\d+)\.(\d+)/)
  return ok && Number(`${version?.[1]}.${version?.[2]}`) >= 4.2 // what the driver wants
}

function buildFerret(signal: AbortSignal, say: Place['say']): Promise<string> {
  const source = join(packageFolder, 'mongo')
  const inputs = ['main.go', 'go.mod', 'go.sum'].map((name) => join(source, name))
  return installOnce(`ferretdb-${fingerprint(...inputs)}`, signal, async (folder) => {
    say('Mongo: Go builds FerretDB (a minute, once)')
    const args = ['build', '-trimpath', '-ldflags=-s -w', '-o', join(folder, 'ferretdb'), '.']
    const { ok, missing, output } = await run('go', args, { cwd: source, env: { CGO_ENABLED: '0' }, signal })
    if (missing) {
      throw new EngineError(
        'A MongoDB server is needed, and there is neither `mongod` nor `go` on the PATH: install one of them (Go 1.22 or later builds FerretDB), or set MONGO_URL to a running server.',
      )
    }
    if (!ok) throw downloadFailed('FerretDB', 'the Go module proxy', 'MONGO_URL', output)
  })
}
