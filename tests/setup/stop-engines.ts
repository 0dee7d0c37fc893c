import { running } from './start-engines.ts'

export default async function stopTestEngines(): Promise<void> {
  await running.stopTestEngines?.()
}
