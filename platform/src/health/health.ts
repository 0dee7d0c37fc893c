import type { Express } from 'express'

/** Answers whether a dependency works, by using it. Rejects when it does not. */
export type HealthCheck = () => Promise<unknown>

const CHECK_WITHIN_MS = 2_000

export class Health {
  readonly #checks: Readonly<Record<string, HealthCheck>>
  /** Fails first when a service stops, so that nobody sends it new work. */
  stopping = false

  constructor(checks: Readonly<Record<string, HealthCheck>>) {
    this.#checks = checks
  }

  async detail() {
    const dependencies = Object.fromEntries(
      await Promise.all(Object.entries(this.#checks).map(async ([name, check]) => [name, await timed(check)] as const)),
    )
    const ready = !this.stopping && Object.values(dependencies).every((each) => each.status === 'up')
    return { status: ready ? 'up' : this.stopping ? 'stopping' : 'down', dependencies }
  }
}

async function timed(check: HealthCheck): Promise<{ status: 'up' | 'down'; milliseconds: number }> {
  const start = performance.now()
  let timer: NodeJS.Timeout | undefined
  const tooLong = new Promise((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), CHECK_WITHIN_MS)
  })
  const status = await Promise.race([check(), tooLong]).then(
    () => 'up' as const,
    () => 'down' as const, // why is in the log of the part that uses it; here nothing of the inside is told
  )
  clearTimeout(timer)
  return { status, milliseconds: Math.round(performance.now() - start) }
}

/** The open route: the process is alive (or leaving). */
export function healthRoute(app: Express, health: Health): void {
  app.get('/health', (_req, res) => {
    if (health.stopping) res.status(503).json({ status: 'stopping' })
    else res.json({ status: 'up' })
  })
}

/** The route for operators: each dependency, 503 when the service is not ready. Put behind an API token. */
export function healthDetailRoute(app: Express, health: Health): void {
  app.get('/health/detail', async (_req, res) => {
    const detail = await health.detail()
    res.status(detail.status === 'up' ? 200 : 503).json(detail)
  })
}
