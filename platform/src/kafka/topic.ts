import type { Kafka } from 'kafkajs'

const THIRTY_DAYS_MS = 30 * 24 * 3_600_000

/** Makes the topic where it is missing. Its partitions are chosen here, once: a live topic never gets more. */
export async function createTopic(
  kafka: Kafka,
  topic: string,
  options: { partitions: number; replicas: number },
): Promise<boolean> {
  const admin = kafka.admin()
  await admin.connect()
  try {
    return await admin.createTopics({
      // kafkajs would ask for its leaders once, at once, when KRaft may not have told the broker of it yet.
      waitForLeaders: false,
      topics: [
        {
          topic,
          numPartitions: options.partitions,
          replicationFactor: options.replicas,
          configEntries: [
            { name: 'retention.ms', value: String(THIRTY_DAYS_MS) },
            { name: 'min.insync.replicas', value: String(Math.max(1, options.replicas - 1)) },
          ],
        },
      ],
    })
  } finally {
    await admin.disconnect()
  }
}

export interface TopicState {
  readonly partitions: number
  /** No record was ever written to it, not even one that is gone by now. */
  readonly neverWritten: boolean
}

export async function topicState(kafka: Kafka, topic: string): Promise<TopicState> {
  const admin = kafka.admin()
  await admin.connect()
  try {
    const offsets = await admin.fetchTopicOffsets(topic)
    return { partitions: offsets.length, neverWritten: offsets.every((each) => each.high === '0') }
  } finally {
    await admin.disconnect()
  }
}

/** A school lives in one partition: its records are read in order, and no two consumers work at its days. */
export const partitionOf = (schoolId: number, partitions: number): number => schoolId % partitions
