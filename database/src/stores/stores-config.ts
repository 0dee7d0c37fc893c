import { kafkaConfig, mongoConfig, namespaceConfig, postgresConfig } from '@rollcall/platform'
import { z } from 'zod'

/** What preparing the stores has to know. */
export const storesConfig = {
  ...namespaceConfig,
  ...kafkaConfig,
  ...mongoConfig,
  DATABASE_URL: postgresConfig.DATABASE_URL,
  /** Whose role may make others: with it, the roles of the two addresses are made and get the passwords that stand there. */
  POSTGRES_ADMIN_URL: postgresConfig.DATABASE_URL.optional(),
  /** As attendance-service gets it: its role may do what the edge needs, and nothing else. */
  EDGE_DATABASE_URL: postgresConfig.DATABASE_URL.optional(),
  /** Chosen when the topic is made, and fixed for its life: a school's records must stay in their partition. */
  KAFKA_PARTITIONS: z.coerce.number().int().min(1).max(1_000).default(8),
  /** 1 survives the death of the broker's process, not of its machine: production says 3. */
  KAFKA_REPLICAS: z.coerce.number().int().min(1).max(10).default(1),
}

export type StoresConfig = z.infer<z.ZodObject<typeof storesConfig>>
