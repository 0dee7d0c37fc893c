import { addDays, TimeZoneDays } from '@rollcall/domain'
import type { Query } from '../../api/call.ts'
import { localDate, text, useUrlState, whole } from '../../url/use-url-state.ts'

/** Which lines are listed: all of it in the address. `who` is a kind of caller, or one of them: admin-7. */
export const useAuditFilter = () =>
  useUrlState({ who: callerText, what: text, school: whole, from: localDate, to: localDate })
export type AuditFilter = ReturnType<typeof useAuditFilter>[0]

const CALLER = /^(admin|token|command|nobody)(?:-(\d{1,10}))?$/
const callerText = (value: string): string | undefined => (CALLER.test(value) ? value : undefined)

/** Dates are those of a zone, both included; the API takes instants, the second one not included. */
export function auditSearch({ who, what, school, from, to }: AuditFilter, zone: string): Query {
  const [, callerKind, callerId] = CALLER.exec(who ?? '') ?? []
  const days = new TimeZoneDays(zone)
  const start = (date: string) => new Date(days.day(date).startsAt).toISOString()
  return {
    callerKind,
    callerId,
    action: what,
    schoolId: school,
    from: from && start(from),
    to: to && start(addDays(to, 1)),
  }
}
