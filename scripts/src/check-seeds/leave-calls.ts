import type { SeedCall } from './seed-call.ts'

/** D: the leave system. */
export const leaveCalls: readonly SeedCall[] = []
