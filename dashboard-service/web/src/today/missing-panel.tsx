import { NumberInput } from '@mantine/core'
import { CallList } from '../attendance/call-list.tsx'
import { texts } from '../texts/texts.ts'
import { useUrlState, whole } from '../url/use-url-state.ts'

const MOST_DAYS = 100
const DAYS = 3
/** It looks at months of everybody: not with every check-in. */
const EVERY_MS = 30_000

/** Whom to call today: absent or not recorded now, and on the school days before. */
export default function MissingPanel({ school }: { school: number }) {
  const [{ missing }, change] = useUrlState({ missing: whole })
  const atLeast = Math.min(MOST_DAYS, Math.max(1, missing ?? DAYS))
  return (
    <CallList
      title={texts.attendance.notToday}
      scope={{ kind: 'school', id: school }}
      atLeast={atLeast}
      withLeave={false}
      everyMs={EVERY_MS}
      actions={
        <NumberInput
          size="xs"
          w={110}
          prefix={texts.attendance.orMore}
          suffix={texts.attendance.days}
          className="no-print"
          aria-label={texts.attendance.atLeast}
          min={1}
          max={MOST_DAYS}
          clampBehavior="strict"
          allowDecimal={false}
          value={atLeast}
          onChange={(value) => {
            if (typeof value === 'number') change({ missing: value === DAYS ? undefined : value }, { replace: true })
          }}
        />
      }
    />
  )
}
