import { type EngineName, engineNames } from '@rollcall/engines'

/** Where the stores are: ours, or those the environment names. */
export type StoreUrls = Record<EngineName, string>

/** Each store's variable, here and in every service. */
const variables: Record<EngineName, string> = {
  redis: 'REDIS_URL',
  kafka: 'KAFKA_BROKERS',
  postgres: 'DATABASE_URL',
  mongo: 'MONGO_URL',
}

export function givenStores(environment: NodeJS.ProcessEnv): Partial<StoreUrls> {
  const given = engineNames.flatMap((name) => {
    const url = environment[variables[name]]
    return url ? [[name, url]] : []
  })
  return Object.fromEntries(given)
}

export function storesEnvironment(urls: StoreUrls): Record<string, string> {
  return Object.fromEntries(engineNames.map((name) => [variables[name], urls[name]]))
}
