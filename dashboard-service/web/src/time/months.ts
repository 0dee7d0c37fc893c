import { LOCALE } from '../texts/texts.ts'

const written = new Intl.DateTimeFormat(LOCALE, { timeZone: 'UTC', month: 'long', year: 'numeric' })

/** A month as 2026-09. */
export const formatMonth = (month: string): string => written.format(new Date(`${month}-01T00:00:00Z`))

export function monthBeside(month: string, by: number): string {
  const date = new Date(`${month}-01T00:00:00Z`)
  date.setUTCMonth(date.getUTCMonth() + by)
  return date.toISOString().slice(0, 7)
}
