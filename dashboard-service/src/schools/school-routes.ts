import { idNumber, isLocalDate } from '@rollcall/domain'
import { fieldErrors, problems, requireToken, type Token, type TokenDirectory, tokenOf } from '@rollcall/platform'
import { Router } from 'express'
import { z } from 'zod'
import type { SchoolPosition, SchoolQueries } from './school-queries.ts'

const DAY_MS = 24 * 3_600_000

const date = z.string().refine(isLocalDate, 'a date such as 2026-09-01').optional()
const listQuery = z.object({
  date,
  limit: z.coerce.number('a number from 1 to 1000').int().min(1).max(1_000).default(100),
  cursor: z
    .string()
    .transform((text, context) => {
      const position = readCursor(text)
      if (!position) context.addIssue('not a cursor that we gave')
      return position ?? z.NEVER
    })
    .optional(),
})
const showQuery = z.object({ date })

/** Schools with the day's attendance, as dashboards show them. */
export function schoolRoutes(parts: { tokens: TokenDirectory; schools: SchoolQueries }): Router {
  const router = Router()
  router.use('/schools', requireToken(parts.tokens, 'api'))

  router.get('/schools', async (req, res) => {
    const query = read(listQuery, req.query)
    const data = await parts.schools.list({
      date: query.date ?? null,
      school: tokenOf(res).schoolId,
      after: query.cursor ?? null,
      limit: query.limit,
    })
    const last = data.at(-1)
    res.json({ data, next: last && data.length === query.limit ? writeCursor(last) : null })
  })

  router.get('/schools/:id', async (req, res) => {
    const query = read(showQuery, req.query)
    const id = idNumber.safeParse(Number(req.params.id))
    if (!id.success || !maySee(tokenOf(res), id.data)) throw problems.notFound('school')
    const school = await parts.schools.show(id.data, query.date ?? null)
    if (!school) throw problems.notFound('school')
    const last24Hours = await parts.schools.lastHours(id.data, new Date(Date.now() - DAY_MS))
    res.json({ data: { ...school, last24Hours } })
  })
  return router
}

const maySee = (token: Token, schoolId: number) => token.schoolId === null || token.schoolId === schoolId

function read<Schema extends z.ZodType>(schema: Schema, query: unknown): z.output<Schema> {
  const result = schema.safeParse(query)
  if (!result.success) throw problems.invalid(fieldErrors(result.error.issues))
  return result.data
}

const writeCursor = ({ fevers, id }: SchoolPosition) => Buffer.from(`${fevers}.${id}`).toString('base64url')

function readCursor(text: string): SchoolPosition | undefined {
  const parts = /^(\d{1,9})\.(\d{1,10})$/.exec(Buffer.from(text, 'base64url').toString())
  const id = Number(parts?.[2])
  return parts && idNumber.safeParse(id).success ? { fevers: Number(parts[1]), id } : undefined
}
