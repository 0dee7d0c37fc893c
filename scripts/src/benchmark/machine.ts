import { cpus, totalmem } from 'node:os'
import type { Machine } from './result.ts'

export function thisMachine(): Machine {
  const all = cpus()
  return {
    cpus: all.length,
    model: all[0]?.model.trim() ?? 'unknown',
    memoryGB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  }
}
