import { type Db, MongoClient } from 'mongodb'
import { z } from 'zod'

export type { Collection, Db } from 'mongodb'

export const mongoConfig = {
  MONGO_URL: z.url({ protocol: /^mongodb(\+srv)?$/, error: 'an address such as mongodb://localhost:27017/rollcall' }),
}

/** Connects at first use; an outage shows in the calls, not here. */
export function connectMongo(url: string): { client: MongoClient; db: Db } {
  const client = new MongoClient(url, {
    serverSelectionTimeoutMS: 3_000,
    connectTimeoutMS: 3_000,
    socketTimeoutMS: 10_000,
    writeConcern: { w: 'majority', journal: true },
  })
  return { client, db: client.db() }
}
