import { isUtf8 } from 'node:buffer'
import {
  type DeadLetter,
  type DeadLetterStore,
  formatAttempt,
  LETTER_HEADER,
  type OutgoingRecord,
  type Publisher,
  partitionOf,
  REPLAY_TASK,
} from '@rollcall/platform'
import { z } from 'zod'
import type { Task } from '../runs/task.ts'

const PUBLISH_WITHIN_MS = 10_000

/**
 * Publishes dead letters again that are due. Whether one is stored now is for the consumer to say, after its commit; a
 * letter of which nothing is heard is due again when its lease has run out.
 */
export function replayDeadLetters(letters: DeadLetterStore, publisher: Publisher, partitions: number): Task {
  return {
    name: REPLAY_TASK,
    about: 'publishes dead letters again that are due',
    schedule: '* * * * *',
    options: z.object({}),
    async run(_options, now) {
      let published = 0
      for (let letter = await letters.lease(now); letter; letter = await letters.lease(now)) {
        await publisher.publish([outgoing(letter, partitions)], PUBLISH_WITHIN_MS)
        published += 1
      }
      const counts = await letters.countByStatus()
      return { published, pending: counts.pending ?? 0, parked: counts.parked ?? 0 }
    },
  }
}

function outgoing(letter: DeadLetter, partitions: number): OutgoingRecord {
  const value = Buffer.from(letter.value ?? '', letter.encoding)
  return {
    partition: schoolPartition(value, partitions) ?? letter.partition % partitions,
    key: letter.key ?? '',
    value,
    headers: {
      ...letter.headers,
      [LETTER_HEADER]: formatAttempt({ id: letter._id.toHexString(), attempts: letter.attempts }),
    },
  }
}

/** A mended letter belongs where its school's records are. */
function schoolPartition(value: Buffer, partitions: number): number | undefined {
  if (!isUtf8(value)) return undefined
  try {
    const schoolId: unknown = JSON.parse(value.toString('utf8'))?.schoolId
    return Number.isSafeInteger(schoolId) ? partitionOf(Math.abs(schoolId as number), partitions) : undefined
  } catch {
    return undefined // not JSON: not mended yet, so it fails again wherever it goes
  }
}
