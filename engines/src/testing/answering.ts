import { pingEngine } from '../create-engine.ts'
import { until } from './until.ts'

/** One ping may be too late on a busy machine. */
export const answering = (...of: Parameters<typeof pingEngine>): Promise<void> =>
  until(() =>
    pingEngine(...of).then(
      () => true,
      () => false,
    ),
  )
