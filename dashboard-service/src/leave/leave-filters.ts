import { isLocalDate } from '@rollcall/domain'
import { z } from 'zod'

const list = z.union([z.string().max(2_000), z.array(z.string().max(2_000)).max(200)])
const split = (given: string | string[]): string[] =>
  [given].flat().flatMap((text) => text.split(',').map((part) => part.trim()))

/** `?department=1,2`, or the name several times. */
export const idList = (what: string) =>
  list
    .refine((given) => split(given).every((text) => /^\d{1,9}$/.test(text)), 'ids, separated by commas')
    .transform((given) => split(given).map(Number))
    .optional()
    .describe(`Only these ${what}, by their ids, separated by commas`)

export const STATES = ['approved', 'pending', 'rejected', 'cancelled'] as const
const isState = (text: string): boolean => (STATES as readonly string[]).includes(text)

export const date = z.string().refine(isLocalDate, 'a date such as 2026-09-01').optional()
export const format = z.enum(['json', 'csv'], 'json or csv').default('json').describe('csv: all rows, as a file')

/** Of every number of leave; all of them together narrow it down. */
export const filterQuery = {
  fiscalYear: idList('fiscal years'),
  department: idList('departments'),
  designation: idList('designations'),
  leaveType: idList('types of leave'),
  state: list
    .refine((given) => split(given).every(isState), `of ${STATES.join(', ')}, separated by commas`)
    .transform(split)
    .default(['approved'])
    .describe('approved unless it says otherwise'),
}

export interface LeaveFilters {
  readonly fiscalYear?: readonly number[] | undefined
  readonly department?: readonly number[] | undefined
  readonly designation?: readonly number[] | undefined
  readonly leaveType?: readonly number[] | undefined
  readonly state: readonly string[]
  /** Only people linked to users of these schools; null: everybody. */
  readonly schools: readonly number[] | null
}

/** Which employees somebody may see. An employee who is none of our people is the district's. */
export const VISIBLE = (schools: string) =>
  `(${schools}::int[] IS NULL OR EXISTS (
     SELECT FROM leave.links link JOIN roster.users person ON person.id = link.user_id
     WHERE link.employee_id = e.employee_id AND person.school_id = ANY (${schools})))`

/** Parameters $1 to $6 of LEAVE_DAYS. */
export const filterValues = ({ state, fiscalYear, department, designation, leaveType, schools }: LeaveFilters) => [
  state,
  fiscalYear ?? null,
  department ?? null,
  designation ?? null,
  leaveType ?? null,
  schools,
]

/** Each counted day (d) of each leave (l) of each employee (e) that the filters let through. */
export const LEAVE_DAYS = `
  leave.days d JOIN dbo.employee_leaves l USING (employee_leave_id) JOIN dbo.employees e USING (employee_id)
  WHERE l.vanished_at IS NULL AND l.state = ANY ($1::text[])
    AND ($2::int[] IS NULL OR d.fiscal_id = ANY ($2)) AND ($3::int[] IS NULL OR e.department_id = ANY ($3))
    AND ($4::int[] IS NULL OR e.designation_id = ANY ($4)) AND ($5::int[] IS NULL OR l.leave_type_id = ANY ($5))
    AND ${VISIBLE('$6')}`

/** An employee (e) in one name. */
export const NAME = `concat_ws(' ', e.first_name, e.middle_name, e.last_name)`
