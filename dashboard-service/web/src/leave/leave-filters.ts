import type { Query } from '../api/call.ts'
import { type Reader, useUrlState } from '../url/use-url-state.ts'

export const FILTERS = ['fiscalYear', 'department', 'designation', 'leaveType', 'state'] as const
export type FilterName = (typeof FILTERS)[number]
export const STATES = ['approved', 'pending', 'rejected', 'cancelled'] as const

const ids: Reader<string> = (value) => (/^\d{1,9}(,\d{1,9})*$/.test(value) ? value : undefined)
const states: Reader<string> = (value) =>
  value !== '' && value.split(',').every((each) => STATES.some((state) => state === each)) ? value : undefined

const READERS = { fiscalYear: ids, department: ids, designation: ids, leaveType: ids, state: states }

export type LeaveFilters = { readonly [Name in FilterName]: string | undefined }

/** What every number of leave is narrowed down by: the same parameters in the address, in the calls and in the downloads. */
export function useLeaveFilters() {
  const [filters, change] = useUrlState(READERS)
  return { filters: filters as LeaveFilters, change }
}

export const listOf = (value: string | undefined): string[] => (value === undefined ? [] : value.split(','))

/** With the filters, whatever else is asked for. */
export const withFilters = (filters: LeaveFilters, more: Query = {}): Query => ({ ...filters, ...more })
