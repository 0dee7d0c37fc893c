import { connectMongo, DEAD_LETTERS } from '@rollcall/platform'
import type { Stack } from '../stack/stack.ts'

export async function countDeadLetters(stack: Stack): Promise<number> {
  const { client, db } = connectMongo(stack.urls.mongo)
  try {
    return await db.collection(stack.names.collection(DEAD_LETTERS)).countDocuments({})
  } finally {
    await client.close()
  }
}
