import {
  Aggregate,
  AnswerCache,
  AttendanceList,
  PresenceReader,
  RangeReports,
  type Scope,
} from '@rollcall/dashboard-service'
import { createLogger, Names, type Pool } from '@rollcall/platform'
import { Redis } from 'ioredis'
import { sum } from '../figures.ts'
import { lastDate, PAGE, type ReadDistrict } from './read-district.ts'
import type { Read, ReadName } from './reads.ts'

/** What Postgres says of a step of a statement that it has carried out. */
interface Step {
  readonly 'Relation Name'?: string
  readonly 'Actual Rows': number
  readonly 'Actual Loops': number
  readonly 'Rows Removed by Filter'?: number
  readonly 'Rows Removed by Index Recheck'?: number
  readonly Plans?: readonly Step[]
}

/** What was read out of tables, of use or not. */
const rowsOf = (step: Step): number => {
  const taken =
    step['Actual Rows'] + (step['Rows Removed by Filter'] ?? 0) + (step['Rows Removed by Index Recheck'] ?? 0)
  const own = step['Relation Name'] === undefined ? 0 : taken * step['Actual Loops']
  return own + sum((step.Plans ?? []).map(rowsOf))
}

/** The service's own parts, on a pool that has each of their statements explained before it is carried out. */
export class RowsRead {
  readonly #reads: Record<ReadName, (school: number) => Promise<unknown>>
  #rows = 0

  constructor(pool: Pool, district: ReadDistrict, deep: string) {
    const counted = this.#counted(pool)
    // Never connected: everything is computed.
    const cache = new AnswerCache(
      new Redis({ lazyConnect: true }),
      new Names(undefined),
      createLogger('benchmark', 'silent'),
    )
    const reading = { pool: counted, presence: new PresenceReader(counted), cache }
    const [aggregate, reports] = [new Aggregate(reading), new RangeReports(reading)]
    const list = new AttendanceList(counted)
    const date = lastDate(district)
    const now = new Date()
    const scope = (id: number): Scope => ({ kind: 'school', id, name: '', schools: [id] })
    const period = (name: 'day' | 'week' | 'month') => (school: number) =>
      aggregate.read(scope(school), { period: name, date, after: 0, limit: PAGE }, now)
    const page = (after: string | null) => () =>
      list.page({ schools: null, to: date }, after === null ? null : JSON.parse(fromBase64(after)), PAGE, false)
    this.#reads = {
      'school day': period('day'),
      'school week': period('week'),
      'school month': period('month'),
      'month sheet': (school) => reports.sheet(scope(school), date.slice(0, 7), 0, PAGE, now),
      trend: (school) => reports.trend(scope(school), { from: district.dates[0] ?? date, to: date }, now),
      'list, page 1': page(null),
      'list, page 10,000': page(deep),
    }
  }

  async of({ name }: Read, school: number): Promise<number> {
    this.#rows = 0
    await this.#reads[name](school)
    return Math.round(this.#rows)
  }

  #counted(pool: Pool): Pool {
    const query = async (text: string, values: unknown[] = []) => {
      const { rows } = await pool.query<[[{ Plan: Step }]]>({
        text: `EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${text}`,
        values,
        rowMode: 'array',
      })
      for (const [[{ Plan: plan }]] of rows) this.#rows += rowsOf(plan)
      return pool.query(text, values)
    }
    return new Proxy(pool, { get: (target, name) => (name === 'query' ? query : Reflect.get(target, name)) })
  }
}

const fromBase64 = (text: string): string => Buffer.from(text, 'base64url').toString()
