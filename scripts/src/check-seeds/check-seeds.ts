import { attendanceCalls } from './attendance-calls.ts'
import { checkInCalls } from './check-in-calls.ts'
import { leaveCalls } from './leave-calls.ts'
import { restCalls } from './rest-calls.ts'
import { asker, type Found, type SeedCall, type Target } from './seed-call.ts'

export interface CheckedCall extends Pick<SeedCall, 'seed' | 'call'> {
  readonly problem: string | undefined
}

/** In this order: later calls speak of what earlier ones found or made. */
const CALLS: readonly SeedCall[] = [...checkInCalls, ...attendanceCalls, ...restCalls, ...leaveCalls]

/** Makes each call of the systems that this one replaces, as their clients would. */
export async function checkSeeds(target: Target): Promise<CheckedCall[]> {
  const ask = asker(target)
  const found: Found = { schoolId: 1, userId: 1, attendanceId: '', madeSchool: 0, madeUser: 0 }
  const checked: CheckedCall[] = []
  for (const { seed, call, check } of CALLS) {
    const problem = await check(ask, found).catch((error: unknown) => String(error))
    checked.push({ seed, call, problem })
  }
  return checked
}

export function tableOf(checked: readonly CheckedCall[]): string[] {
  const width = Math.max(...checked.map(({ call }) => call.length))
  return checked.map(({ seed, call, problem }) => `${seed}  ${call.padEnd(width)}  ${problem ?? 'as documented'}`)
}
