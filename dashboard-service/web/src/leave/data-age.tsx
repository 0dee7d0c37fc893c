import { Alert, Button, Group, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type LeaveStatus, leaveStatusQuery, syncLeave } from '../api/leave.ts'
import { Failure } from '../panel/failure.tsx'
import { mayOf, useMe } from '../session/use-me.ts'
import { texts } from '../texts/texts.ts'
import { formatAge, formatLocalDate } from '../time/school-time.ts'
import { useNow } from '../time/use-now.ts'
import { useEdition } from './use-edition.ts'
import { useLeaveClock } from './use-leave-clock.ts'

const words = texts.leave.age

/** How old everything on these screens is, and what went wrong: always in view. */
export function DataAge() {
  const client = useQueryClient()
  const status = useQuery(leaveStatusQuery)
  const { time } = useLeaveClock()
  const edition = useEdition(status.data?.changedAt)
  const maySync = mayOf(useMe(), 'leave.sync')
  const sync = useMutation({
    mutationFn: syncLeave,
    // However it ended, the state of it is another now; and who asks for new data wants to see it.
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: leaveStatusQuery.queryKey })
      await edition.readAgain()
    },
  })
  const { data } = status
  const failure = data?.lastFailure
  return (
    <section className="leave-age" aria-label={words.label}>
      <Group gap="sm">
        <Text size="sm" fw={700}>
          {words.title}
        </Text>
        {data ? (
          <Age status={data} readAt={status.dataUpdatedAt} isKnown={status.error === null} />
        ) : (
          <Text size="sm">{status.error ? words.unknown : texts.leave.unknown}</Text>
        )}
        {maySync && (
          <Button
            className="no-print"
            size="compact-sm"
            variant="default"
            loading={sync.isPending}
            onClick={() => sync.mutate()}
          >
            {words.sync}
          </Button>
        )}
        <Text size="sm" role="status">
          {sync.isSuccess && words.synced}
        </Text>
      </Group>
      {sync.error && <Failure error={sync.error} title={words.syncFailed} />}
      {failure && (
        <Alert color={data.isFresh ? 'yellow' : 'red'} p="xs" role="alert">
          <Text size="sm" fw={700}>
            {words.failed(time(failure.at))}
          </Text>
          <Text size="sm">
            {texts.leave.failures[failure.kind] ?? texts.leave.otherFailure(failure.kind)} {words.stays}
          </Text>
        </Alert>
      )}
      {data && data.incompleteDates.length > 0 && (
        <Alert color="yellow" p="xs" role="status">
          <Text size="sm">{words.incomplete(data.incompleteDates.map(formatLocalDate).join(', '))}</Text>
        </Alert>
      )}
      {edition.changedAt && (
        <Alert color="blue" p="xs" role="status" className="no-print">
          <Group gap="sm">
            <Text size="sm">{words.changed(time(edition.changedAt))}</Text>
            <Button size="compact-sm" variant="default" onClick={() => void edition.readAgain()}>
              {words.readAgain}
            </Button>
          </Group>
        </Alert>
      )}
    </section>
  )
}

interface AgeProps {
  readonly status: LeaveStatus
  readonly readAt: number
  readonly isKnown: boolean
}

/** It grows while one looks, by the server's clock: the browser's need not be right. */
function Age({ status, readAt, isKnown }: AgeProps) {
  const now = useNow(1_000)
  const { time } = useLeaveClock()
  if (status.asOf === null || status.ageSeconds === null) return <Text size="sm">{words.never}</Text>
  const age = status.ageSeconds * 1_000 + Math.max(0, now - readAt)
  const fresh = status.isFresh && isKnown
  return (
    <>
      <Text size="sm" className="numbers">
        {words.asOf(time(status.asOf), formatAge(age))}
      </Text>
      <Text span size="xs" fw={700} className="leave-fresh" data-fresh={fresh}>
        {fresh ? words.fresh : words.old}
      </Text>
    </>
  )
}
