import { configOrExit, createLogger, logConfig } from '@rollcall/platform'
import { prepareStores } from './stores/prepare-stores.ts'
import { storesConfig } from './stores/stores-config.ts'

// What the migrate step of docker-compose.yml runs; at a terminal it is `npm run migrate -- up`.
const config = configOrExit({ ...logConfig, ...storesConfig }, process.env)
const log = createLogger('migrate', config.LOG_LEVEL)
try {
  await prepareStores({ config, log })
  log.info('the stores are ready')
} catch (error) {
  log.fatal({ err: error }, 'the stores could not be prepared')
  process.exitCode = 1
}
