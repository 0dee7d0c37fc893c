import { Button, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { type AttendanceScope, type PeriodOf, peopleQuery } from '../api/attendance.ts'
import type { PersonLine } from '../api/shapes.ts'
import { Panel } from '../panel/panel.tsx'
import { PeopleList } from '../table/people-list.tsx'
import { texts } from '../texts/texts.ts'
import { inList } from '../today/in-list.ts'
import { whyText } from '../why/why-text.ts'
import { LISTS, type ListName } from './figure-tiles.tsx'

export interface PeopleByStatusProps {
  readonly scope: AttendanceScope
  readonly asked: PeriodOf
  readonly zone: string | undefined
  readonly asOf: string | null | undefined
  readonly list: ListName | undefined
  readonly empty: string | false
  /** The server's table, narrowed in the same way. */
  csv(more: Record<string, string | undefined>): string
  onList(list: ListName | undefined): void
}

/** Those whom the figures count, each with the rule that decided. */
export function PeopleByStatus({ scope, asked, zone, asOf, list, empty, csv, onList }: PeopleByStatusProps) {
  const people = useQuery(peopleQuery(scope, asked))
  // Ten thousand lines are not written anew with every letter that is searched for.
  const rows = useMemo(
    () =>
      zone === undefined
        ? undefined
        : people.data
            ?.filter((person) => inList(person, list ?? 'enrolled'))
            .map((person) => ({ ...person, key: person.userId, more: statusText(person, zone) })),
    [people.data, list, zone],
  )
  const title = list === undefined || list === 'enrolled' ? texts.attendance.everybody : texts.figures[list]
  return (
    <Panel
      title={title}
      queries={[people]}
      asOf={asOf}
      empty={empty || (rows?.length === 0 && texts.list.empty)}
      actions={
        <>
          <Select
            size="xs"
            className="no-print"
            aria-label={texts.attendance.filter}
            data={LISTS.map((name) => ({
              value: name,
              label: name === 'enrolled' ? texts.attendance.everybody : texts.figures[name],
            }))}
            value={list ?? 'enrolled'}
            allowDeselect={false}
            onChange={(value) => onList(LISTS.find((name) => name === value && name !== 'enrolled'))}
          />
          {list !== undefined && list !== 'enrolled' && (
            <Button size="compact-sm" variant="default" className="no-print" onClick={() => onList(undefined)}>
              {texts.attendance.everybody}
            </Button>
          )}
        </>
      }
      skeletonHeight={320}
    >
      {() =>
        rows && (
          <PeopleList
            title={title}
            name="attendance"
            rows={rows}
            date={asked.period === 'day' ? asked.date : undefined}
            moreTitle={texts.attendance.statusAndWhy}
            csv={(find) => csv({ ...FILTERS[list ?? 'enrolled'], q: find })}
          />
        )
      }
    </Panel>
  )
}

/** How the server is told of the same list. */
const FILTERS: Record<ListName, Record<string, string>> = {
  enrolled: {},
  late: { late: 'true' },
  present: { status: 'present' },
  absent: { status: 'absent' },
  excused: { status: 'excused' },
  notRecorded: { status: 'not-recorded' },
}

function statusText({ status, late, why }: PersonLine, zone: string): string {
  const told = late
    ? `${texts.attendance.statuses[status]}, ${texts.attendance.late}`
    : texts.attendance.statuses[status]
  return `${told}. ${whyText(why, zone)}`
}
