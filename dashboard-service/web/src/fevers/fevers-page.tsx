import { Alert, Stack } from '@mantine/core'
import { PageTitle } from '../layout/page-title.tsx'
import { LiveBadge } from '../live/live-badge.tsx'
import { useLive } from '../live/use-live.ts'
import { mayOf, useMe } from '../session/use-me.ts'
import { texts } from '../texts/texts.ts'
import { flag, localDate, useUrlState, whole } from '../url/use-url-state.ts'
import { FeverFilters } from './fever-filters.tsx'
import { FeverQueue } from './fever-queue.tsx'
import './fevers.css'

/** Who has a fever, and what is done about it: the nurse's list. */
export function FeversPage() {
  const me = useMe()
  return mayOf(me, 'attendance.read') ? (
    <Fevers only={me.schools?.length === 1 ? me.schools[0] : undefined} />
  ) : (
    texts.noRight
  )
}

/** `only`: the one school that somebody has. */
function Fevers({ only }: { only: number | undefined }) {
  const [state, change] = useUrlState({ school: whole, from: localDate, to: localDate, open: flag })
  const filter = { ...state, school: state.school ?? only }
  const { school, from, to, open } = filter
  const live = useLive(school === undefined ? 'district' : { school })
  const wrong = from !== undefined && to !== undefined && to < from
  return (
    <Stack>
      <PageTitle title={texts.fevers.title}>
        <LiveBadge state={live} />
      </PageTitle>
      <FeverFilters filter={filter} onChange={change} />
      {wrong ? (
        <Alert color="yellow" role="alert">
          {texts.fevers.wrongRange}
        </Alert>
      ) : (
        // With other filters it is another list, in an order of its own.
        <FeverQueue
          key={[school, from, to, open].join(' ')}
          school={school}
          dates={{ from, to }}
          openOnly={open === true}
        />
      )}
    </Stack>
  )
}
