import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { calendarQuery, schoolQuery } from '../../api/roster.ts'
import { Panel } from '../../panel/panel.tsx'
import { useChosenSchool } from '../../school/use-chosen-school.tsx'
import { ListTools } from '../../table/list-tools.tsx'
import { texts } from '../../texts/texts.ts'
import { useSettingsRights } from '../use-rights.ts'
import { CalendarFacts } from './calendar-facts.tsx'
import { CalendarForm } from './calendar-form.tsx'
import { TimeZonePanel } from './time-zone-panel.tsx'

export function CalendarTab() {
  const { id, choice, none } = useChosenSchool()
  return (
    <>
      <ListTools>{choice}</ListTools>
      {id === undefined ? none : <SchoolCalendar key={id} id={id} />}
    </>
  )
}

function SchoolCalendar({ id }: { id: number }) {
  const rights = useSettingsRights()
  const calendar = useQuery(calendarQuery(id))
  const school = useQuery(schoolQuery(id))
  return (
    <Stack>
      <Panel title={texts.settings.calendar.title} queries={[calendar]} skeletonHeight={400}>
        {() =>
          calendar.data &&
          (rights.schools ? (
            <CalendarForm schoolId={id} calendar={calendar.data} />
          ) : (
            <CalendarFacts calendar={calendar.data} />
          ))
        }
      </Panel>
      <TimeZonePanel school={school} mayChange={rights.schools} />
    </Stack>
  )
}
