import { z } from 'zod'

const day = z.string().meta({ format: 'date' })
const instant = z.iso.datetime()
const days = z.number()
const id = z.int()
const name = z.string().nullable()

export const employee = z.object({
  id,
  empId: name,
  name: z.string(),
  email: name,
  department: name,
  designation: name,
  userId: id.nullable(),
  schoolId: id.nullable(),
  days,
})

export const fiscalYear = z.object({ id, startDate: day, endDate: day, isCurrent: z.boolean().nullable() })

export const balance = z.object({
  fiscalYear,
  leaveType: z.object({ id: id.nullable(), name }),
  allocated: days,
  carriedOver: days,
  taken: days,
  pending: days,
  left: days,
  ledger: z.array(
    z.object({
      what: z.enum(['allocated', 'carried-over', 'taken', 'pending']),
      days,
      effect: z.number().describe('What it does to what is left: `left` is the sum of these'),
      leaveId: id.nullable(),
      from: day.nullable(),
      to: day.nullable(),
      why: z.string(),
    }),
  ),
})

export const profile = employee.omit({ days: true }).extend({
  isHr: z.boolean().nullable(),
  isSupervisor: z.boolean().nullable(),
  teamManagerId: id.nullable(),
  teamManager: name.describe('Where it is an employee whom the caller sees'),
  linkedBy: name,
  allocations: z.array(z.object({ id, name, type: name })),
  leaveIssuers: z.array(z.object({ id, name: z.string(), email: name, isCurrent: z.boolean() })),
  balances: z.array(balance),
  leaves: z.array(
    z.object({
      ...{ id, leaveTypeId: id.nullable(), leaveType: name, state: z.string(), status: z.string(), startDate: day },
      ...{ endDate: day, isConsecutive: z.boolean(), days, reason: name, remarks: name },
      hrDays: days.nullable().describe('As the HR system counts it'),
      ...{ cancelledAt: instant.nullable(), vanishedAt: instant.nullable() },
    }),
  ),
})

const sums = z.object({ days, leaves: z.int(), employees: z.int() })
export const trend = z.object({
  data: z.array(sums.extend({ key: z.union([z.int(), z.string()]).nullable(), name })),
  total: sums,
})
export const heatmap = z.object({
  data: z.array(z.object({ year: z.int(), row: z.int(), days, percent: z.number() })),
})
export const away = z.object({
  ...{ leaveId: id, employeeId: id, name: z.string(), userId: id.nullable(), leaveType: name, state: z.string() },
  ...{ startDate: day, endDate: day, firstDay: day, lastDay: day, days },
})

export const status = z.object({
  ...{ asOf: instant.nullable(), ageSeconds: z.int().nullable(), isFresh: z.boolean(), changedAt: instant.nullable() },
  ...{ triedAt: instant.nullable(), leaves: z.int(), employees: z.int(), rejected: z.int(), unlinked: z.int() },
  lastFailure: z.object({ at: instant, kind: z.string(), detail: z.string() }).nullable(),
  incompleteDates: z.array(day),
})
export const reject = z.object({
  ...{ windowFrom: day, hash: z.string(), leaveId: name, reasons: z.array(z.string()), seenAt: instant },
})
export const unlinked = z.object({ id, empId: name, name: z.string(), email: name })
export const link = z.object({ employeeId: id, userId: id.nullable(), how: z.string() })
export const choices = z.object({
  fiscalYears: z.array(fiscalYear),
  departments: z.array(z.object({ id, name })),
  designations: z.array(z.object({ id, name })),
  leaveTypes: z.array(z.object({ id, name, defaultDays: days.nullable(), transferableDays: days.nullable() })),
})
