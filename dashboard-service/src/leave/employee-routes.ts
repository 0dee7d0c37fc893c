import { dataOf, pageOf, pageQuery, problems, type Route, route, writeCursor } from '@rollcall/platform'
import { z } from 'zod'
import { flag, search } from '../fields/fields.ts'
import { CSV_ROWS, sendCsv } from './csv.ts'
import { afterOf } from './cursor.ts'
import type { EmployeeQueries } from './employee-queries.ts'
import { filterQuery, format } from './leave-filters.ts'
import * as schemas from './leave-schemas.ts'

const TAG = 'Leave'
export const employeeId = z.object({ id: z.coerce.number('a number').int().min(0).max(2_147_483_647) })
const LIST = ['id', 'empId', 'name', 'email', 'department', 'designation', 'userId', 'schoolId', 'days']
const BALANCES = ['employee', 'fiscalYear', 'leaveType', 'allocated', 'carriedOver', 'taken', 'pending', 'left']

export const employeeRoutes = (employees: EmployeeQueries): Route[] => [
  route({
    method: 'get',
    path: '/api/leave/employees',
    tag: TAG,
    summary: 'Employees of the HR system, with their days of leave',
    description: 'With fiscalYear, leaveType, or state without approved, only those who have such leave.',
    right: 'leave.read',
    query: z.object({
      ...pageQuery,
      ...filterQuery,
      format,
      q: search.optional().describe('A part of the name, the address or the employee number'),
      count: flag.optional().describe('Tell how many there are on all pages, as `total`'),
    }),
    answers: {
      200: {
        description: 'A page of employees',
        schema: pageOf(schemas.employee).extend({ total: z.int().optional() }),
      },
    },
    async handle({ caller, query, res }) {
      const { cursor, limit, q: wantedText, count, format: wanted, ...filters } = query
      const after = afterOf(cursor, z.tuple([z.int()]))?.[0] ?? -1
      const isCsv = wanted === 'csv'
      const scoped = { ...filters, schools: caller.schools }
      const data = await employees.list(scoped, { search: wantedText, after, limit: isCsv ? CSV_ROWS : limit })
      if (isCsv) return sendCsv(res, 'employees', data, LIST)
      const last = data.at(-1)
      const next = last && data.length === limit ? writeCursor([last.id]) : null
      return { body: { data, next, ...(count && { total: await employees.count(scoped, wantedText) }) } }
    },
  }),
  route({
    method: 'get',
    path: '/api/leave/employees/{id}',
    tag: TAG,
    summary: 'One employee: details, balances by type and fiscal year, leave',
    description: 'Each balance has the ledger that explains it. As CSV: the balances.',
    right: 'leave.read',
    params: employeeId,
    query: z.object({ format, fiscalYear: filterQuery.fiscalYear }),
    answers: { 200: { description: 'The employee', schema: dataOf(schemas.profile) } },
    async handle({ caller, params, query, res }) {
      const profile = await employees.profile(params.id, caller.schools)
      if (!profile) throw problems.notFound('employee')
      const { fiscalYear } = query
      const balances = profile.balances.filter(
        (balance) => !fiscalYear || fiscalYear.includes(balance.fiscalYear?.id ?? -1),
      )
      if (query.format === 'json') return { body: { data: { ...profile, balances } } }
      const rows = balances.map(({ fiscalYear: year, leaveType, ...numbers }) => ({
        ...numbers,
        employee: 'name' in profile ? profile.name : null,
        fiscalYear: `${year?.startDate} to ${year?.endDate}`,
        leaveType: leaveType.name,
      }))
      return sendCsv(res, `employee-${params.id}`, rows, BALANCES)
    },
  }),
  route({
    method: 'get',
    path: '/api/leave/fiscal-years',
    tag: TAG,
    summary: 'The fiscal years of the HR system',
    right: 'leave.read',
    query: z.object({ format }),
    answers: { 200: { description: 'All of them', schema: z.object({ data: z.array(schemas.fiscalYear) }) } },
    async handle({ query, res }) {
      const data = await employees.fiscalYears()
      if (query.format === 'csv') return sendCsv(res, 'fiscal-years', data, ['id', 'startDate', 'endDate', 'isCurrent'])
      return { body: { data } }
    },
  }),
  route({
    method: 'get',
    path: '/api/leave/choices',
    tag: TAG,
    summary: 'What the filters can be set to: fiscal years, departments, designations, types of leave',
    right: 'leave.read',
    answers: { 200: { description: 'All of them', schema: dataOf(schemas.choices) } },
    handle: async () => ({ body: { data: await employees.choices() } }),
  }),
]
