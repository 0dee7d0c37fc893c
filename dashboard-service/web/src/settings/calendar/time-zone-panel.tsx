import { Button, Stack, Text } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../api/call.ts'
import { schoolsQuery } from '../../api/queries.ts'
import { ROSTER, type School } from '../../api/roster.ts'
import { useChange } from '../../form/use-change.ts'
import { Failure } from '../../panel/failure.tsx'
import { Panel } from '../../panel/panel.tsx'
import { texts } from '../../texts/texts.ts'
import { formatLongDate } from '../../time/school-time.ts'
import { TimeZoneDialog } from './time-zone-dialog.tsx'

const t = texts.settings.calendar

/** The zone that a school's dates are counted by, and the one to come. */
export function TimeZonePanel({ school, mayChange }: { school: UseQueryResult<School>; mayChange: boolean }) {
  return (
    <Panel title={t.zone} queries={[school]}>
      {() => school.data && <TimeZones school={school.data} mayChange={mayChange} />}
    </Panel>
  )
}

function TimeZones({ school, mayChange }: { school: School; mayChange: boolean }) {
  const [isOpen, setOpen] = useState(false)
  const next = school.nextTimeZone
  // The present zone, said again, is how the API calls a change off.
  const callingOff = useChange<void>([ROSTER, schoolsQuery.queryKey], () =>
    call(`/api/schools/${school.id}`, {
      method: 'PATCH',
      ifMatch: `"${school.version}"`,
      body: { timeZone: school.timeZone },
    }),
  )
  return (
    <Stack gap="xs" align="flex-start">
      <Text size="sm">
        {t.zoneNow}: <strong>{school.timeZone}</strong>
      </Text>
      <Text size="sm">
        {next
          ? `${t.zoneNext}: ${texts.settings.schools.nextZone(next.timeZone, formatLongDate(next.from))}`
          : t.zoneNone}
      </Text>
      {callingOff.error && <Failure error={callingOff.error} title={texts.form.failed} />}
      {mayChange && (
        <div className="row-actions">
          <Button size="compact-sm" variant="default" onClick={() => setOpen(true)}>
            {t.changeZone}
          </Button>
          {next && (
            <Button
              size="compact-sm"
              variant="default"
              loading={callingOff.isPending}
              onClick={() => callingOff.mutate()}
            >
              {t.callOff}
            </Button>
          )}
        </div>
      )}
      {isOpen && <TimeZoneDialog school={school} onClose={() => setOpen(false)} />}
    </Stack>
  )
}
