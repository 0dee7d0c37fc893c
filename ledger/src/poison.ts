import { sqlState } from '@rollcall/platform'
import { isMissingPartition } from './partitions.ts'

/**
 * What Postgres says when a record itself is bad: trying again gives the same answer, so the record becomes a dead letter.
 * Everything that is not listed is an outage or a bug, and is tried again until it goes away; nothing is lost by that.
 */
const POISON = new Set([
  '22001', // a text is too long for its column
  '22003', // a number is out of its column's range
  '22007', // not a date or time
  '22008', // a date or time out of range
  '22021', // characters that a text can't hold (NUL)
  '22023', // the school has a time zone that this Postgres does not know: its records wait until somebody corrects it
  '22P02', // not a number, or none of the enum's values
  '22P03', // the same, in binary form
  '22P05', // a character that the database's encoding lacks
  '23502', // something is missing that must be there
  '23503', // an unknown school
  '23514', // a check constraint
])
// 23505 (unique) is not among them: every insert says what to do with a repeat, so it could only be a race.

export const isPoison = (error: unknown): boolean => POISON.has(sqlState(error) ?? '') && !isMissingPartition(error)
