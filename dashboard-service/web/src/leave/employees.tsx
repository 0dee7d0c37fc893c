import { Anchor, Group, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { addressOf } from '../api/call.ts'
import { type Employee, employeeCountQuery, employeesQuery } from '../api/leave.ts'
import { rowsOf } from '../api/paged.ts'
import { Panel } from '../panel/panel.tsx'
import { type Column, PagedTable } from '../table/paged-table.tsx'
import { formatNumber, texts } from '../texts/texts.ts'
import { text, useUrlState } from '../url/use-url-state.ts'
import { FilterBar } from './filter-bar.tsx'
import { type LeaveFilters, useLeaveFilters, withFilters } from './leave-filters.ts'

const words = texts.leave.list
const TYPING_MS = 250

/** Everybody of the HR system whom one may see: searched, filtered, page by page. */
export function Employees() {
  const { filters } = useLeaveFilters()
  const [{ q }, change] = useUrlState({ q: text })
  const [typed] = useDebouncedValue(q, TYPING_MS)
  const query = withFilters(filters, { q: typed })
  const employees = useInfiniteQuery(employeesQuery(query))
  const count = useQuery(employeeCountQuery(query))
  return (
    <Stack>
      <FilterBar />
      <TextInput
        className="no-print"
        type="search"
        maw={420}
        aria-label={words.search}
        placeholder={words.search}
        value={q ?? ''}
        onChange={(event) => change({ q: event.currentTarget.value || undefined }, { replace: true })}
      />
      <Panel
        title={words.title}
        queries={[employees]}
        empty={rowsOf(employees.data).length === 0 && words.empty}
        skeletonHeight={400}
        actions={
          <Group gap="sm">
            <Text size="sm" role="status">
              {count.data ? texts.leave.employees(formatNumber(count.data.total)) : texts.leave.unknown}
            </Text>
            <Anchor
              className="no-print"
              size="sm"
              href={addressOf('/api/leave/employees', { ...query, format: 'csv' })}
              download
            >
              {texts.list.csv}
            </Anchor>
          </Group>
        }
      >
        {() => <PagedTable title={words.title} query={employees} columns={columnsOf(filters)} keyOf={({ id }) => id} />}
      </Panel>
    </Stack>
  )
}

const columnsOf = (filters: LeaveFilters): Column<Employee>[] => [
  {
    title: words.name,
    cell: ({ id, name, empId }) => (
      <Anchor component={Link} size="sm" to={addressOf(`/leave/employees/${id}`, withFilters(filters))}>
        {name || empId || String(id)}
      </Anchor>
    ),
  },
  { title: words.number, cell: ({ empId }) => empId ?? '' },
  { title: words.department, cell: ({ department }) => department ?? texts.leave.none },
  { title: words.designation, cell: ({ designation }) => designation ?? texts.leave.none },
  { title: words.email, cell: ({ email }) => email ?? '' },
  { title: words.days, align: 'right', cell: ({ days }) => formatNumber(days) },
]
