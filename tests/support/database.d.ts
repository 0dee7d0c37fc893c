import { type Pool } from '@rollcall/platform'
export interface TestDatabase {
  readonly url: string
  readonly pool: Pool
  drop(): Promise<void>
}
/** A migrated database of a test's own, in some 50 ms: cloned from a template that whoever comes first makes. */
export declare function createTestDatabase(
  namespace?: string,
  {
    connections,
  }?: {
    connections?: number | undefined
  },
): Promise<TestDatabase>
export interface TestSchool {
  readonly id: number
  readonly timeZone?: string
  readonly opensAt?: string
  readonly closesAt?: string
  readonly lateAfterMinutes?: number
}
/** Schools open from 08:00 to 15:00 in Berlin, unless told otherwise. */
export declare function addSchools(pool: Pool, schools: readonly TestSchool[]): Promise<void>
/** People with the ids from `firstId` on, enrolled at a school since `fromDate`. */
export declare function addPeople(
  pool: Pool,
  people: {
    schoolId: number
    firstId: number
    count: number
    fromDate?: string
  },
): Promise<number[]>
