import { hashSecret, type NewToken, type Pool, TokenStore } from '@rollcall/platform'

export interface DemoKeys {
  readonly deviceKey: string
  readonly apiToken: string
}

const DEVICE: NewToken = { kind: 'device', name: 'Demo device', schoolId: null, limitPerSecond: null }
const API: NewToken = { kind: 'api', name: 'Demo API token', schoolId: null, limitPerSecond: null }

/** The keys of an earlier start where they are still good, else new ones. */
export async function demoKeys(pool: Pool, earlier: Partial<DemoKeys>): Promise<DemoKeys> {
  const tokens = new TokenStore(pool)
  const keep = async (secret: string | undefined, wanted: NewToken): Promise<string> => {
    const found = secret === undefined ? undefined : await tokens.findByHash(hashSecret(secret))
    const same = found && (['kind', 'schoolId', 'limitPerSecond'] as const).every((key) => found[key] === wanted[key])
    return same && secret !== undefined ? secret : (await tokens.create(wanted)).secret
  }
  return { deviceKey: await keep(earlier.deviceKey, DEVICE), apiToken: await keep(earlier.apiToken, API) }
}
