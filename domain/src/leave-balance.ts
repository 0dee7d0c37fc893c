import type { FiscalYear } from './leave.ts'
import type { LocalDate } from './local-date.ts'

/** What a type of leave gives a year. */
export interface Entitlement {
  /** null: leave that came without a type. */
  readonly typeId: number | null
  readonly defaultDays: number
  /** As many days of what is left go on into the next fiscal year. */
  readonly transferableDays: number
}

/** The part of a leave that lies in one fiscal year. */
export interface LeavePart {
  readonly leaveId: number
  readonly typeId: number | null
  readonly fiscalId: number
  readonly state: 'approved' | 'pending'
  readonly days: number
  readonly from: LocalDate
  readonly to: LocalDate
}

export interface LedgerEntry {
  readonly what: 'allocated' | 'carried-over' | 'taken' | 'pending'
  readonly days: number
  /** What it does to the balance: `left` is the sum of these. */
  readonly effect: number
  readonly leaveId: number | null
  readonly from: LocalDate | null
  readonly to: LocalDate | null
  readonly why: string
}

export interface LeaveBalance {
  readonly fiscalId: number
  readonly typeId: number | null
  readonly allocated: number
  readonly carriedOver: number
  readonly taken: number
  /** Asked for and not decided: not taken off what is left. */
  readonly pending: number
  readonly left: number
  readonly ledger: readonly LedgerEntry[]
}

/**
 * One person's balances, for each fiscal year and type: left = allocated + carried over - taken. What is carried over is what was
 * left of the year before, at most the type's transferable days, never less than nothing. It begins with the first year in which
 * the person has a leave of any kind: before that we do not know whether they were there.
 */
export function leaveBalances(
  years: readonly FiscalYear[],
  entitlements: readonly Entitlement[],
  parts: readonly LeavePart[],
): LeaveBalance[] {
  const inOrder = [...years].sort((a, b) =>
    a.startDate < b.startDate ? -1 : a.startDate > b.startDate ? 1 : a.id - b.id,
  )
  const first = inOrder.findIndex((year) => parts.some((part) => part.fiscalId === year.id))
  const balances: LeaveBalance[] = []
  for (const entitlement of entitlements) {
    let before: LeaveBalance | undefined
    for (const year of first < 0 ? [] : inOrder.slice(first)) {
      const mine = parts.filter((part) => part.fiscalId === year.id && part.typeId === entitlement.typeId)
      before = balanceOf(year, entitlement, before, mine)
      balances.push(before)
    }
  }
  return balances
}

function balanceOf(
  year: FiscalYear,
  { typeId, defaultDays, transferableDays }: Entitlement,
  before: LeaveBalance | undefined,
  parts: readonly LeavePart[],
): LeaveBalance {
  const carriedOver = hundredths(Math.max(0, Math.min(before?.left ?? 0, transferableDays)))
  const none = { leaveId: null, from: null, to: null }
  const ledger: LedgerEntry[] = [
    { what: 'allocated', days: defaultDays, effect: defaultDays, ...none, why: `${defaultDays} days a fiscal year` },
  ]
  if (before)
    ledger.push({
      ...{ what: 'carried-over', days: carriedOver, effect: carriedOver, ...none },
      why: `${before.left} left of the fiscal year before, of which at most ${transferableDays} go on`,
    })
  for (const { state, leaveId, days, from, to } of parts)
    ledger.push({
      ...{ what: state === 'approved' ? 'taken' : 'pending', days, effect: state === 'approved' ? -days : 0 },
      ...{ leaveId, from, to },
      why: `leave ${leaveId}: ${days} ${days === 1 ? 'day' : 'days'} from ${from} to ${to}${state === 'approved' ? '' : ', not decided yet'}`,
    })
  const sum = (what: LedgerEntry['what']) =>
    hundredths(ledger.reduce((total, entry) => total + (entry.what === what ? entry.days : 0), 0))
  return {
    ...{ fiscalId: year.id, typeId, allocated: defaultDays, carriedOver, taken: sum('taken'), pending: sum('pending') },
    left: hundredths(ledger.reduce((total, { effect }) => total + effect, 0)),
    ledger,
  }
}

const hundredths = (days: number): number => Math.round(days * 100) / 100
