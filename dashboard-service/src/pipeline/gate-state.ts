import type { Names, Redis } from '@rollcall/platform'

/** As long as the alert GateCold warns of it. */
const COLD_MS = 30 * 60_000

/**
 * unopened: nobody has asked this Redis anything yet. forgotten: it was started anew, and nobody has asked it since. cold: it
 * knows what came in the last half hour at most. warm: more than that.
 */
export const GATE_STATES = ['warm', 'cold', 'forgotten', 'unopened'] as const
export interface GateState {
  readonly state: (typeof GATE_STATES)[number]
  /** Since when it knows everything; null: since the first record of all, or nothing yet. */
  readonly since: Date | null
}

/** The epoch as the gate's scripts see it (docs/architecture.md, "The gate"). */
export async function readGateState(redis: Redis, names: Names, now: number): Promise<GateState> {
  const [[token, runId, since], server] = await Promise.all([
    redis.hmget(names.key('gate:epoch'), 'token', 'run_id', 'since'),
    redis.info('server'),
  ])
  if (!token) return { state: 'unopened', since: null }
  if (runId !== /run_id:([0-9a-f]+)/.exec(server)?.[1]) return { state: 'forgotten', since: null }
  if (Number(since) === 0) return { state: 'warm', since: null }
  return { state: now - Number(since) < COLD_MS ? 'cold' : 'warm', since: new Date(Number(since)) }
}
