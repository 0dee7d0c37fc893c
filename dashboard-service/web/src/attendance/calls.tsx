import { Checkbox, NumberInput, Stack, Text } from '@mantine/core'
import { callsFilter, ofScope } from '../api/attendance.ts'
import { addressOf } from '../api/call.ts'
import { texts } from '../texts/texts.ts'
import { flag, useUrlState, whole } from '../url/use-url-state.ts'
import type { ViewProps } from './attendance-page.tsx'
import { CallList } from './call-list.tsx'
import { CsvLink } from './csv-link.tsx'
import { NeedsSchool } from './needs-school.tsx'

const MOST_DAYS = 100
const DAYS = 3

/** Whom to call: absent for so many school days in a row. */
export function Calls({ chosen: { scope } }: ViewProps) {
  const [state, change] = useUrlState({ atLeast: whole, leave: flag })
  const atLeast = Math.min(MOST_DAYS, Math.max(1, state.atLeast ?? DAYS))
  if (scope.kind === 'district') return <NeedsSchool title={texts.attendance.calls} />
  const csv = { ...ofScope(scope), ...callsFilter(atLeast, state.leave === true), format: 'csv' }
  return (
    <Stack>
      <Text size="sm">{texts.attendance.callsAbout}</Text>
      <div className="fields no-print">
        <NumberInput
          label={texts.attendance.atLeast}
          min={1}
          max={MOST_DAYS}
          clampBehavior="strict"
          allowDecimal={false}
          value={atLeast}
          onChange={(value) => {
            if (typeof value === 'number') change({ atLeast: value === DAYS ? undefined : value }, { replace: true })
          }}
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
