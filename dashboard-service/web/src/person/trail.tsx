import { Button, Checkbox, Group, Text } from '@mantine/core'
import { parseEventId } from '@rollcall/domain'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { rowsOf } from '../api/paged.ts'
import { type TrailLine, trailQuery } from '../api/person.ts'
import { schoolsQuery } from '../api/queries.ts'
import { Panel } from '../panel/panel.tsx'
import { mayOf, useMe } from '../session/use-me.ts'
import { type Column, PagedTable } from '../table/paged-table.tsx'
import { formatNumber, texts } from '../texts/texts.ts'
import { formatDateTime, formatFullDate, formatSeconds } from '../time/school-time.ts'
import { flag, useUrlState } from '../url/use-url-state.ts'
import { CorrectionDialog } from './correction-dialog.tsx'
import { typeText } from './timeline.tsx'

/** What was corrected of the person, or of the day: by whom, when and why. Each can be taken back. */
export function Trail({ id, date }: { id: number; date: string }) {
  const [{ day }, change] = useUrlState({ day: flag })
  const trail = useInfiniteQuery(trailQuery(id, day ? date : undefined))
  const schools = useQuery(schoolsQuery)
  const mayCorrect = mayOf(useMe(), 'attendance.correct')
  const [undoing, setUndoing] = useState<TrailLine>()
  const [saved, setSaved] = useState(false)
  const zoneOf = (line: TrailLine) => schools.data?.find((school) => school.id === line.schoolId)?.timeZone ?? 'UTC'
  const known = new Map(rowsOf(trail.data).map((line) => [line.id, line]))
  const textOf = (line: TrailLine): string => {
    const undone = line.undoes === null ? undefined : known.get(line.undoes)
    return undone ? texts.person.correction.undo(textOf(undone)) : correctionText(line, zoneOf(line))
  }
  const columns: Column<TrailLine>[] = [
    { title: texts.person.about, cell: (line) => formatFullDate(line.localDate) },
    { title: texts.person.what, cell: (line) => textOf(line) },
    { title: texts.person.reason, cell: (line) => line.reason },
    { title: texts.person.by, cell: (line) => line.madeBy },
    { title: texts.person.at, cell: (line) => formatDateTime(line.madeAt, zoneOf(line)) },
    {
      title: texts.person.change,
      cell: (line) => {
        if (line.undoneBy !== null) return texts.person.undone
        if (!mayCorrect) return ''
        return (
          <Button
            size="compact-xs"
            variant="default"
            className="no-print"
            aria-label={texts.person.undoOf(textOf(line), formatFullDate(line.localDate))}
            onClick={() => {
              setSaved(false)
              setUndoing(line)
            }}
          >
            {texts.person.correct.undo}
          </Button>
        )
      },
    },
  ]
  return (
    <>
      <Panel
        title={texts.person.trail}
        queries={[trail, schools]}
        empty={trail.data && rowsOf(trail.data).length === 0 && texts.person.emptyTrail}
        actions={
          <Group gap="sm">
            <Text role="status" size="sm" fw={600}>
              {saved && texts.person.saved}
            </Text>
            <Checkbox
              size="sm"
              className="no-print"
              label={texts.person.trailDay}
              checked={day === true}
              onChange={({ currentTarget: { checked } }) => change({ day: checked || undefined })}
            />
          </Group>
        }
      >
        {() => <PagedTable title={texts.person.trail} query={trail} columns={columns} keyOf={(line) => line.id} />}
      </Panel>
      {undoing && (
        <CorrectionDialog
          id={id}
          date={undoing.localDate}
          wish={{ kind: 'undo', line: undoing }}
          onClose={() => setUndoing(undefined)}
          onSaved={() => {
            setUndoing(undefined)
            setSaved(true)
          }}
        />
      )}
    </>
  )
}

/** What a correction says, in a few words. */
export function correctionText({ kind, target, type, timestamp, status, undoes }: TrailLine, zone: string): string {
  const event = type && timestamp ? `${typeText(type)} ${formatSeconds(timestamp, zone)}` : ''
  const key = target === null ? undefined : parseEventId(target)
  const about = key ? `${typeText(key.type)} ${formatSeconds(key.at, zone)}` : ''
  if (kind === 'void') return texts.person.correction.void(about)
  if (kind === 'add') return texts.person.correction.add(event)
  if (kind === 'amend') return texts.person.correction.amend(about, event)
  if (kind === 'mark') return texts.person.correction.mark(status ?? '')
  return texts.person.correction.undo(texts.person.correction.number(formatNumber(undoes ?? 0)))
}
