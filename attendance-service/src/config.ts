import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { kafkaConfig, logConfig, namespaceConfig, port, postgresConfig, redisConfig } from '@rollcall/platform'
import { z } from 'zod'

/** Every variable that attendance-service reads. */
export const config = {
  ...namespaceConfig,
  ...logConfig,
  ...redisConfig,
  ...kafkaConfig,
  ...postgresConfig,
  PORT: port(8080),
  /** Where uploaded pictures lie; several instances share it. */
  IMAGE_DIR: z.string().default(join(tmpdir(), 'rollcall-images')),
}
