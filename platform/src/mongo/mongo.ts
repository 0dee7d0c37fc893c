import { type Db, MongoClient, MongoNetworkError, MongoServerSelectionError, MongoTopologyClosedError } from 'mongodb'
import { z } from 'zod'

export type { Collection, Db, Filter } from 'mongodb'
export { ObjectId } from 'mongodb'

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

/** Mongo is away, or was lost on the way: what became of a change is not known. */
export const isMongoAway = (error: unknown): boolean =>
  error instanceof MongoNetworkError ||
  error instanceof MongoServerSelectionError ||
  error instanceof MongoTopologyClosedError
