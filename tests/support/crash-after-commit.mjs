/** Loaded before dashboard-service (node --import): kills it when a chunk is committed in Postgres and its offsets are not. */
import { ChunkIntake } from '../../dashboard-service/dist/intake/chunk-intake.js'

const { take } = ChunkIntake.prototype
ChunkIntake.prototype.take = async function (...args) {
  const result = await take.apply(this, args)
  process.kill(process.pid, 'SIGKILL')
  return result
}
