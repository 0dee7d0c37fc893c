import { isUtf8 } from 'node:buffer'
import { type AttendanceRecord, attendanceRecord } from '@rollcall/domain'
import type { LetterError } from '@rollcall/platform'

/** A record of the topic, as Kafka hands it out. */
export interface Delivery {
  readonly partition: number
  readonly offset: number
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers: Readonly<Record<string, string>>
}

export type Decoded = { readonly record: AttendanceRecord } | { readonly error: LetterError }

/** Reads a delivery by the contract. What can't be read is poison: it will not get better by being tried again. */
export function decode(delivery: Delivery): Decoded {
  if (delivery.value === null) return unreadable('the record is empty')
  if (!isUtf8(delivery.value)) return unreadable('the record is not UTF-8')
  let json: unknown
  try {
    json = JSON.parse(delivery.value.toString('utf8'))
  } catch {
    return unreadable('the record is not JSON')
  }
  const parsed = attendanceRecord.safeParse(json)
  if (parsed.success) return { record: parsed.data }
  const reasons = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'record'}: ${issue.message}`)
  return { error: { code: 'contract', message: reasons.join('; ') } }
}

const unreadable = (message: string): Decoded => ({ error: { code: 'unreadable', message } })
