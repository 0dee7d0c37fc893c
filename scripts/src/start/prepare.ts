import { prepareStores, storesConfig } from '@rollcall/database'
import { createLogger, Names, readConfig } from '@rollcall/platform'
import { prepareDemo } from '../demo/prepare-demo.ts'
import { demoFile } from './demo-folder.ts'
import { hrOf } from './services.ts'
import { type StoreUrls, storesEnvironment } from './stores.ts'

export interface Preparation {
  stores: StoreUrls
  /** Where the services will be. */
  addresses: Record<string, string>
  environment: NodeJS.ProcessEnv
  /** What follows `npm start --`. */
  args: readonly string[]
  say(line: string): void
  /** Ctrl-C: what is under way need not be finished. */
  signal: AbortSignal
}

/** What has to be true of the stores before the services start; one after the other. */
export const preparations: ((preparation: Preparation) => Promise<void>)[] = [migrateStores, seedDemo]

/** Only what fails is worth a line here; the services have logs of their own. */
const log = createLogger('start', 'error')

/** Postgres migrations, the Kafka topic, Mongo indexes. */
async function migrateStores({ stores, environment, say }: Preparation): Promise<void> {
  const config = readConfig(storesConfig, { ...environment, ...storesEnvironment(stores) })
  say('Preparing the stores')
  await prepareStores({ config, log })
}

/** The demo district, where there is none yet, and .rollcall/demo.json with its keys. */
async function seedDemo({ stores, addresses, environment, say }: Preparation): Promise<void> {
  say('Preparing the demo district')
  const { HR_URL, HR_TOKEN } = { ...environment, ...hrOf(addresses) }
  await prepareDemo({
    databaseUrl: new Names(environment.NAMESPACE).databaseUrl(stores.postgres),
    file: demoFile,
    ingestUrl: addresses['attendance-service'] ?? '',
    dashboardUrl: addresses['dashboard-service'] ?? '',
    tasksUrl: addresses.tasks ?? '',
    hr: HR_URL ? { url: HR_URL, token: HR_TOKEN ?? '' } : null,
    engines: stores,
    log,
  })
}
