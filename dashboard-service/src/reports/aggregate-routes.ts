import { dataOf, pageQuery, problems, type Route, readCursor, route, writeCursor } from '@rollcall/platform'
import { z } from 'zod'
import { localDate, personId } from '../corrections/correction-body.ts'
import { answerCsv, formatQuery, wantsCsv } from '../csv/csv-answer.ts'
import { flag } from '../fields/fields.ts'
import type { Aggregate, PersonLine, SchoolFigures } from './aggregate.ts'
import { FIGURES } from './figures.ts'
import { PERIODS } from './periods.ts'
import type { ScopeKind, Scopes } from './scope.ts'
import { isWanted, type WhichPeople } from './which-people.ts'

const TAG = 'Reports'
const STATUSES = ['present', 'absent', 'excused', 'not-recorded'] as const
const count = z.int()
export const figuresShape = Object.fromEntries(FIGURES.map((figure) => [figure, count])) as Record<
  (typeof FIGURES)[number],
  typeof count
>
const personLine = z.object({
  userId: count,
  name: z.string(),
  className: z.string().nullable(),
  status: z.string(),
  why: z.looseObject({ rule: z.string() }),
  late: z.boolean(),
})
const date = z.string()
const aggregate = z.object({
  kind: z.string(),
  id: count.nullable(),
  name: z.string(),
  period: z.enum(PERIODS),
  from: date.nullable(),
  to: date.nullable(),
  schoolDays: count,
  ...figuresShape,
  insideNow: count,
  asOf: z.string().nullable().describe('Time of the newest event in it'),
  previous: z
    .object({ from: date, to: date, ...figuresShape })
    .nullable()
    .describe('The school day, week or month before'),
  change: z.object(figuresShape).nullable(),
  users: z.object({ data: z.array(personLine), next: z.string().nullable() }).optional(),
  schools: z.array(z.object({ id: count, name: z.string(), ...figuresShape })).optional(),
})

const query = z.object({
  ...pageQuery,
  ...formatQuery,
  period: z.enum(PERIODS, `one of ${PERIODS.join(', ')}`).default('day'),
  date: localDate.optional().describe('Any date of the period; without it today, as each school has it'),
  status: z
    .enum(STATUSES)
    .optional()
    .describe('Only people of this status in the list and the table; the figures are of all'),
  late: flag.optional().describe('Only people who were late, or with false who were not; as with status'),
  q: z.string().trim().min(1).max(200).optional().describe('A part of the name or of the class; as with status'),
})

export const readUserCursor = (cursor: string | undefined): number => {
  if (cursor === undefined) return 0
  const place = readCursor(cursor, z.tuple([z.int()]))
  if (!place) throw problems.invalid([{ field: 'cursor', message: 'not a cursor that we gave' }])
  return place[0]
}
export const writeUserCursor = (after: number | null): string | null => (after === null ? null : writeCursor([after]))

const SUMMARY: Record<ScopeKind, string> = {
  school: 'Who was there, of a school: in numbers, and by person',
  class: 'Who was there, of a class: in numbers, and by person',
  user: 'Whether somebody was there',
  district: 'Who was there, of all schools: in numbers, and by school',
}

export const aggregateRoutes = (parts: { aggregate: Aggregate; scopes: Scopes }): Route[] =>
  (['school', 'class', 'user', 'district'] as const).map((kind) =>
    route({
      method: 'get',
      path: `/api/attendances/aggregate/${kind}${kind === 'district' ? '' : '/{id}'}`,
      tag: TAG,
      summary: SUMMARY[kind],
      description: 'present + absent + excused + notRecorded = enrolled. Days without school are in no number.',
      right: 'attendance.read',
      params: z.object(kind === 'district' ? {} : { id: personId }),
      query,
      answers: { 200: { description: 'The figures', schema: dataOf(aggregate) } },
      async handle({ caller, params, query, req, res }) {
        const { period, limit, cursor, format, status, late, q } = query
        const which = { status, late, q }
        const id = 'id' in params ? Number(params.id) : null
        const scope = await parts.scopes.find(caller, kind, id)
        const asked = { period, date: query.date ?? null }
        const now = new Date()
        if (wantsCsv(req, format) && kind !== 'district') {
          res.setHeader('x-cache', 'bypass')
          const rows = personRows(parts.aggregate.everybody(scope, asked, now), which)
          return answerCsv(res, `${kind}-${id}-${period}`, PERSON_COLUMNS, rows)
        }
        const { value, state } = await parts.aggregate.read(
          scope,
          { ...asked, after: readUserCursor(cursor), limit },
          now,
        )
        res.setHeader('x-cache', state)
        if (wantsCsv(req, format)) {
          const schools = (value.schools ?? []) as SchoolFigures[]
          const rows = schools.map((school) => [school.id, school.name, ...FIGURES.map((figure) => school[figure])])
          return answerCsv(res, `district-${period}`, ['id', 'name', ...FIGURES], rows)
        }
        const { users, ...data } = value
        const list = users?.data.filter((person) => isWanted(person, which))
        const page = users && { users: { data: list, next: writeUserCursor(users.next) } }
        return { body: { data: { ...data, ...page } } }
      },
    }),
  )

const PERSON_COLUMNS = ['userId', 'name', 'className', 'status', 'late', 'why', 'numbers']

async function* personRows(lines: AsyncIterable<PersonLine>, which: WhichPeople) {
  for await (const line of lines) {
    if (!isWanted(line, which)) continue
    const { userId, name, className, status, late, why } = line
    const { rule, ...numbers } = why
    const text = Object.entries(numbers).map(([what, value]) => `${what} ${value}`)
    yield [userId, name, className, status, late, rule, text.join(' ')]
  }
}
