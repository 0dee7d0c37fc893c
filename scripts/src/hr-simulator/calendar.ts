import { addDays } from '@rollcall/domain'

/** A fiscal year runs from 16 July to 15 July; 102 began in 2026. */
export interface Fiscal {
  readonly id: number
  readonly start: string
  readonly end: string
}

const FIRST = 2026 - 102

export const fiscalBeginning = (year: number): Fiscal => ({
  id: year - FIRST,
  start: `${year}-07-16`,
  end: `${year + 1}-07-15`,
})

export function fiscalOf(date: string): Fiscal {
  const year = Number(date.slice(0, 4))
  return fiscalBeginning(date.slice(5) >= '07-16' ? year : year - 1)
}

export const isWeekend = (date: string): boolean => [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay())

export function workdaysBetween(from: string, to: string): number {
  let days = 0
  for (let date = from; date <= to; date = addDays(date, 1)) if (!isWeekend(date)) days++
  return days
}
