import { Checkbox, Stack, Text } from '@mantine/core'
import { callsFilter, ofScope } from '../api/attendance.ts'
import { addressOf } from '../api/call.ts'
import { texts } from '../texts/texts.ts'
import { flag, useUrlState, whole } from '../url/use-url-state.ts'
import { AtLeast, readAtLeast } from './at-least.tsx'
import type { ViewProps } from './attendance-page.tsx'
import { CallList } from './call-list.tsx'
import { CsvLink } from './csv-link.tsx'
import { NeedsSchool } from './needs-school.tsx'

/** Whom to call: absent for so many school days in a row. */
export function Calls({ chosen: { scope } }: ViewProps) {
  const [state, change] = useUrlState({ atLeast: whole, leave: flag })
  const atLeast = readAtLeast(state.atLeast)
  if (scope.kind === 'district') return <NeedsSchool title={texts.attendance.calls} />
  const csv = { ...ofScope(scope), ...callsFilter(atLeast, state.leave === true), format: 'csv' }
  return (
    <Stack>
      <Text size="sm">{texts.attendance.callsAbout}</Text>
      <div className="fields no-print">
        <AtLeast
          label={texts.attendance.atLeast}
          days={atLeast}
          onDays={(days) => change({ atLeast: days }, { replace: true })}
        />
        <Checkbox
          label={texts.attendance.withLeave}
          checked={state.leave === true}
          onChange={({ currentTarget: { checked } }) => change({ leave: checked || undefined })}
          pb="xs"
        />
      </div>
      <CallList
        title={texts.attendance.calls}
        scope={scope}
        atLeast={atLeast}
        withLeave={state.leave === true}
        actions={<CsvLink href={addressOf('/api/reports/consecutive-absences', csv)} />}
      />
    </Stack>
  )
}
