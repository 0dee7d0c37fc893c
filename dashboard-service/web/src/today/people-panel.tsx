import { Anchor, Button, Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { feversQuery, insideQuery, peopleOfDayQuery } from '../api/queries.ts'
import { Panel } from '../panel/panel.tsx'
import { PeopleList, type PeopleRow } from '../table/people-list.tsx'
import { formatDegrees, texts } from '../texts/texts.ts'
import { formatTime } from '../time/school-time.ts'
import { whyText } from '../why/why-text.ts'
import type { TodayFigure } from './figures.ts'
import { inList } from './in-list.ts'

export interface PeoplePanelProps {
  readonly schoolId: number
  readonly list: TodayFigure
  readonly zone: string
  readonly date: string | undefined
  readonly asOf: string | null | undefined
  onClose(): void
}

/** Those whom a tile counts: the same people, by the same call. */
export function PeoplePanel(props: PeoplePanelProps) {
  if (props.list === 'inside') return <Inside {...props} />
  return props.list === 'fevers' ? <Fevers {...props} /> : <ByStatus {...props} />
}

function ByStatus({ schoolId, list, zone, ...rest }: PeoplePanelProps) {
  const people = useQuery(peopleOfDayQuery(schoolId))
  const rows = people.data
    ?.filter((person) => inList(person, list))
    .map((person) => ({ ...person, key: person.userId, more: whyText(person.why, zone) }))
  return <ListPanel {...rest} {...{ schoolId, list }} query={people} rows={rows} moreTitle={texts.list.why} />
}

function Inside({ schoolId, list, zone, ...rest }: PeoplePanelProps) {
  const inside = useQuery(insideQuery(schoolId))
  const rows = inside.data?.map((line) => ({ ...line, key: line.userId, more: formatTime(line.since, zone) }))
  return <ListPanel {...rest} {...{ schoolId, list }} query={inside} rows={rows} moreTitle={texts.list.since} />
}

function Fevers({ schoolId, list, zone, ...rest }: PeoplePanelProps) {
  const fevers = useQuery(feversQuery(schoolId, rest.date))
  const rows = fevers.data?.map((line) => ({
    ...line,
    key: line.userId,
    more: `${texts.today.temperature(formatDegrees(line.reading))}, ${formatTime(line.readAt, zone)}`,
  }))
  return <ListPanel {...rest} {...{ schoolId, list }} query={fevers} rows={rows} moreTitle={texts.list.reading} />
}

interface ListPanelProps extends Omit<PeoplePanelProps, 'zone'> {
  readonly query: Parameters<typeof Panel>[0]['queries'][number]
  readonly rows: readonly PeopleRow[] | undefined
  readonly moreTitle: string
}

const ListPanel = ({ schoolId, list, date, asOf, onClose, query, rows, moreTitle }: ListPanelProps) => (
  <Panel
    title={texts.figures[list]}
    queries={[query]}
    asOf={asOf}
    empty={rows?.length === 0 && texts.list.empty}
    actions={
      <Group gap="xs" className="no-print">
        {list === 'fevers' && (
          <Anchor component={Link} to={`/fevers?school=${schoolId}`} size="sm">
            {texts.fevers.toQueue}
          </Anchor>
        )}
        <Button size="compact-sm" variant="default" onClick={onClose}>
          {texts.today.closeList}
        </Button>
      </Group>
    }
    skeletonHeight={260}
  >
    {() =>
      rows && (
        <PeopleList
          title={texts.figures[list]}
          name={`${list}-${schoolId}-${date ?? ''}`}
          rows={rows}
          moreTitle={moreTitle}
        />
      )
    }
  </Panel>
)
