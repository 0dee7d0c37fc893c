import type { DayEvent } from '@rollcall/domain'

// An event travels from Postgres as two numbers: 2 * milliseconds + (0 in, 1 out), and its temperature or 0. Millions of them
// a minute are read, and two numbers cost less than three columns.
export const EVENT_CODE = `(date_part('epoch', at) * 2000)::bigint + (type = 'checkout')::int`
export const EVENT_TEMPERATURE = 'coalesce(temperature, 0)'

export const eventOfCode = (code: number, temperature: number): DayEvent => ({
  at: Math.floor(code / 2),
  type: code % 2 === 0 ? 'checkin' : 'checkout',
  temperature: temperature === 0 ? null : temperature,
})
