import { createHash } from 'node:crypto'
import express, { type Express, type RequestHandler, type Response } from 'express'
import { z } from 'zod'
import { DEMO_LEAVES_PATH } from './demo-hr.ts'
import { control, type Fault, spoil } from './faults.ts'
import type { Company } from './hr-record.ts'

const DAY_MS = 86_400_000
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const query = z.object({
  fetchType: z.literal('all'),
  startDate: date,
  endDate: date,
  size: z.coerce.number().int().min(1),
  roleType: z.string(),
})

/** A stand-in for the HR system: its contract, and every way in which it may fail. */
export class HrSimulator {
  readonly app: Express
  readonly #token: string
  company: Company
  fault: Fault = 'none'
  daysAhead = 0
  /** Requests for leave so far, and those that were answered with "not modified". */
  asked = 0
  notModified = 0

  constructor(company: Company, token: string) {
    this.company = company
    this.#token = token
    this.app = express().disable('x-powered-by').disable('etag')
    this.app.get('/health', (_req, res) => {
      res.json({ status: 'up' })
    })
    this.app.get(DEMO_LEAVES_PATH, this.#authorized, this.#leaves)
    this.app
      .route('/control')
      .all(this.#authorized)
      .get((_req, res) => this.#tell(res))
      .put(express.json(), (req, res) => {
        const told = control.safeParse(req.body)
        if (!told.success) return void res.status(400).json({ error: z.prettifyError(told.error) })
        this.fault = told.data.fault ?? this.fault
        this.daysAhead = told.data.daysAhead ?? this.daysAhead
        this.#tell(res)
      })
  }

  #tell(res: Response): void {
    res.json({ fault: this.fault, daysAhead: this.daysAhead, asked: this.asked, notModified: this.notModified })
  }

  #authorized: RequestHandler = (req, res, next) => {
    if (req.headers.authorization === `Bearer ${this.#token}`) next()
    else res.status(401).json({ error: 'Unauthorized' })
  }

  #leaves: RequestHandler = (req, res) => {
    this.asked += 1
    // Whoever is slow here never answers: the other side gives up.
    if (this.fault === 'slow') return
    if (['401', '429', '500'].includes(this.fault))
      return void res.status(Number(this.fault)).json({ error: 'as it was told' })
    const asked = query.safeParse(req.query)
    if (!asked.success) return void res.status(400).json({ error: z.prettifyError(asked.error) })
    const { startDate, endDate, size } = asked.data
    const now = Date.now() + this.daysAhead * DAY_MS
    const edition = `${this.fault} ${this.company.edition(now)} ${startDate} ${endDate} ${size}`
    const etag = `"${createHash('sha256').update(edition).digest('base64url')}"`
    res.setHeader('etag', etag)
    if (req.headers['if-none-match'] === etag) {
      this.notModified += 1
      return void res.status(304).end()
    }
    const data = spoil(this.company.leaves(startDate, endDate, now), this.fault).slice(0, size)
    this.#send(res, JSON.stringify({ data }))
  }

  #send(res: Response, body: string): void {
    const half = body.slice(0, body.length / 2)
    res.setHeader('content-type', 'application/json')
    if (this.fault === 'half-page') {
      res.setHeader('content-length', Buffer.byteLength(body))
      res.write(half, () => res.destroy())
    } else res.end(this.fault === 'broken-json' ? half : body)
  }
}
