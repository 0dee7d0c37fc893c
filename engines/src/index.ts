export { createEngine, type EngineOptions, pingEngine } from './create-engine.ts'
export { installDebianPackages } from './debian.ts'
export {
  type Command,
  type Engine,
  EngineError,
  type EngineName,
  engineNames,
  type Program,
  type Recipe,
} from './engine.ts'
export { keepRunning } from './keep-running.ts'
export { type Lock, takeLock } from './lock.ts'
export { readFrom, sizeOf } from './log-file.ts'
export { killAll, stopOrphans } from './orphans.ts'
export { type PidRecord, runningProgram, runningPrograms } from './pid-file.ts'
export { freePort, isPortFree } from './ports.ts'
export { isAlive } from './processes.ts'
export { createProgram, type ProgramOptions } from './program.ts'
export { type Engines, type StartOptions, startEngines } from './start-engines.ts'
