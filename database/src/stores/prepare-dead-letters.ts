import type { Db } from '@rollcall/platform'

export async function prepareDeadLetters(db: Db, collection: string): Promise<void> {
  const letters = db.collection(collection)
  // One command each: FerretDB 1.24 breaks off the connection when two in one command are there already.
  // A record that fails again is the same letter, however often it is consumed.
  await letters.createIndex({ topicId: 1, partition: 1, offset: 1 }, { name: 'record', unique: true })
  await letters.createIndex({ status: 1, nextAttemptAt: 1 }, { name: 'due' })
}
