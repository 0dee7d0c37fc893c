import { AtLeast, readAtLeast } from '../attendance/at-least.tsx'
import { CallList } from '../attendance/call-list.tsx'
import { texts } from '../texts/texts.ts'
import { useUrlState, whole } from '../url/use-url-state.ts'

/** It looks at months of everybody: not with every check-in. */
const EVERY_MS = 30_000

/** Whom to call today: absent or not recorded now, and on the school days before. */
export default function MissingPanel({ school }: { school: number }) {
  const [{ missing }, change] = useUrlState({ missing: whole })
  const atLeast = readAtLeast(missing)
  return (
    <CallList
      title={texts.attendance.notToday}
      scope={{ kind: 'school', id: school }}
      atLeast={atLeast}
      withLeave={false}
      everyMs={EVERY_MS}
      actions={
        <AtLeast
          size="xs"
          w={110}
          prefix={texts.attendance.orMore}
          suffix={texts.attendance.days}
          aria-label={texts.attendance.atLeast}
          days={atLeast}
          onDays={(days) => change({ missing: days }, { replace: true })}
        />
      }
    />
  )
}
