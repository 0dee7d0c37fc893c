import { Random } from '../simulator/random.ts'
import { type Fault, faults, describe as inWords } from './faults.ts'

const SERVICES = ['attendance-service-1', 'attendance-service-2', 'dashboard-service-1', 'dashboard-service-2', 'tasks']
const ALL = [...SERVICES, 'redis', 'kafka', 'postgres', 'mongo']

function first(count: number, seed: number, names: readonly string[]): Fault[] {
  const coming = faults(new Random(seed), names)
  return Array.from({ length: count }, () => coming.next().value.fault)
}
const killed = (all: readonly Fault[]) => all.flatMap((fault) => (fault.kind === 'kill' ? [fault.names] : []))

test('the same seed is the same chaos, another one another', () => {
  expect(first(60, 8, ALL)).toEqual(first(60, 8, ALL))
  expect(first(60, 8, ALL)).not.toEqual(first(60, 9, ALL))
})

test('in one round everything is killed by itself, and several at once; Redis also forgets and remembers', () => {
  const round = first(24, 1, ALL)
  for (const name of ALL) expect(killed(round)).toContainEqual([name])
  expect(killed(round).filter((names) => names.length > 1).length).toBeGreaterThanOrEqual(3)
  expect(round.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['pause', 'empty Redis', 'old Redis']))
  for (const fault of round) expect(inWords(fault)).not.toMatch(/undefined|NaN/)
})

test('engines that are not ours are left alone', () => {
  const others = ['redis', 'kafka', 'postgres', 'mongo']
  for (const fault of first(200, 1, SERVICES)) {
    expect(['kill', 'pause']).toContain(fault.kind)
    if ('names' in fault) for (const name of fault.names) expect(others).not.toContain(name)
  }
})
