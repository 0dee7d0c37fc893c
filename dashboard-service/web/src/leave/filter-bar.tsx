import { Button, Group, MultiSelect } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { leaveChoicesQuery } from '../api/leave.ts'
import { formatNumber, texts } from '../texts/texts.ts'
import { FILTERS, type FilterName, listOf, STATES, useLeaveFilters } from './leave-filters.ts'
import { yearName } from './names.ts'

const words = texts.leave.filters

/** The filters that stand over every number of leave. On a phone they are folded away until somebody wants them. */
export function FilterBar({ without = [] }: { without?: readonly FilterName[] }) {
  const { filters, change } = useLeaveFilters()
  const wide = useMediaQuery('(min-width: 48em)', true, { getInitialValueInEffect: false })
  const [wanted, setWanted] = useState<boolean>()
  const box = useId()
  const options = useOptions()
  const shown = FILTERS.filter((name) => !without.includes(name))
  const set = shown.filter((name) => filters[name] !== undefined)
  const open = wanted ?? wide
  return (
    <search className="no-print" aria-label={words.label}>
      <Group gap="xs">
        <Button
          size="compact-sm"
          variant="default"
          aria-expanded={open}
          aria-controls={box}
          onClick={() => setWanted(!open)}
        >
          {words.toggle(formatNumber(set.length))}
        </Button>
        {set.length > 0 && (
          <Button
            size="compact-sm"
            variant="subtle"
            onClick={() => change(Object.fromEntries(FILTERS.map((name) => [name, undefined])))}
          >
            {words.clear}
          </Button>
        )}
      </Group>
      <div id={box} className="leave-filters" hidden={!open}>
        {shown.map((name) => (
          <MultiSelect
            key={name}
            size="sm"
            label={words[name]}
            placeholder={filters[name] === undefined ? (name === 'state' ? words.onlyApproved : words.all) : undefined}
            data={options[name]}
            value={listOf(filters[name])}
            onChange={(values) => change({ [name]: values.length === 0 ? undefined : values.join(',') })}
            searchable
            limit={100}
            hidePickedOptions
            nothingFoundMessage={words.nothing}
          />
        ))}
      </div>
    </search>
  )
}

interface Option {
  readonly value: string
  readonly label: string
}

/** What is chosen stays there by its number, whether the choices could be read or not. */
function useOptions(): Record<FilterName, Option[]> {
  const { filters } = useLeaveFilters()
  const { data } = useQuery(leaveChoicesQuery)
  const named = (name: FilterName, all: readonly { id: number; name: string | null }[] = []): Option[] => {
    const known = all.map((each) => ({ value: String(each.id), label: each.name ?? String(each.id) }))
    const missing = listOf(filters[name]).filter((value) => !known.some((each) => each.value === value))
    return unique([...known, ...missing.map((value) => ({ value, label: value }))])
  }
  return {
    fiscalYear: named(
      'fiscalYear',
      data?.fiscalYears.toReversed().map((year) => ({ id: year.id, name: yearName(year) })),
    ),
    department: named('department', data?.departments),
    designation: named('designation', data?.designations),
    leaveType: named('leaveType', data?.leaveTypes),
    state: STATES.map((value) => ({ value, label: texts.leave.state[value] ?? value })),
  }
}

/** Two of one name are told apart by their numbers. */
const unique = (options: Option[]): Option[] =>
  options.map((option) =>
    options.some((other) => other !== option && other.label === option.label)
      ? { ...option, label: `${option.label} (${option.value})` }
      : option,
  )
