import { setTimeout as sleep } from 'node:timers/promises'
import { ATTENDANCE_TOPIC, createKafka, createLogger } from '@rollcall/platform'
import { LOOSE_TOPIC } from './contenders/loose-topic.ts'
import type { Stage } from './stage.ts'

const WITHIN_MS = 120_000
const log = createLogger('benchmark', 'silent')

/** Its consumer takes what the topic holds, and ends. */
export async function drainRollcall(stage: Stage): Promise<void> {
  const { names } = stage.stack
  await stage.running(await stage.service('dashboard-service'), () =>
    untilTaken(stage, names.topic(ATTENDANCE_TOPIC), names.group('dashboard-service')),
  )
}

export async function drainLoose(stage: Stage): Promise<void> {
  const topic = stage.stack.names.topic(LOOSE_TOPIC)
  await stage.running(await stage.contender('fast-and-loose-consumer'), () => untilTaken(stage, topic, topic))
}

/** Offsets are committed after what they stand for has been. */
export async function untilTaken(stage: Stage, topic: string, groupId: string): Promise<void> {
  const admin = createKafka(stage.stack.urls.kafka.split(','), 'benchmark', log).admin()
  await admin.connect()
  try {
    await until(`${groupId} to take what is in ${topic}`, async () => {
      const ends = await admin.fetchTopicOffsets(topic)
      const [taken] = await admin.fetchOffsets({ groupId, topics: [topic] }).catch(unlessPassing)
      const offsets = new Map(taken?.partitions.map(({ partition, offset }) => [partition, Number(offset)]))
      return ends.every(({ partition, high }) => Number(high) <= Math.max(0, offsets.get(partition) ?? 0))
    })
  } finally {
    await admin.disconnect()
  }
}

/** A broker that has just begun with its first group asks to be asked again. */
function unlessPassing(error: { retriable?: boolean }): [] {
  if (error.retriable) return []
  throw error
}

export async function until(what: string, holds: () => Promise<boolean>, everyMs = 50): Promise<void> {
  const deadline = performance.now() + WITHIN_MS
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`Waited ${WITHIN_MS / 1_000} s in vain for ${what}`)
    await sleep(everyMs)
  }
}
