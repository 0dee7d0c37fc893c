import {
  hrConfig,
  kafkaConfig,
  logConfig,
  mongoConfig,
  namespaceConfig,
  port,
  postgresConfig,
  redisConfig,
} from '@rollcall/platform'

/** Every variable that the tasks service reads. */
export const config = {
  ...namespaceConfig,
  ...logConfig,
  ...redisConfig,
  ...kafkaConfig,
  ...postgresConfig,
  ...mongoConfig,
  ...hrConfig,
  PORT: port(8082),
}
