import { Button, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { letterQuery, type WholeLetter } from '../api/operations.ts'
import { Panel } from '../panel/panel.tsx'
import { formatNumber, texts } from '../texts/texts.ts'
import { DiscardDialog } from './discard-dialog.tsx'
import { LetterHistory } from './letter-history.tsx'
import { MendForm } from './mend-form.tsx'
import { useLetterChange } from './use-letter-change.ts'
import { utcDateTime } from './utc.ts'

const words = texts.operations.letters

/** One letter: why, what is in it, what was done about it, and what can be done. */
export function LetterPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const letter = useQuery(letterQuery(id))
  const { data } = letter
  return (
    <Panel
      title={words.one(data?.key || id)}
      queries={[letter]}
      actions={
        <Button size="compact-sm" variant="default" className="no-print" onClick={onClose}>
          {words.close}
        </Button>
      }
    >
      {() => data && <LetterContent letter={data} />}
    </Panel>
  )
}

function LetterContent({ letter }: { letter: WholeLetter }) {
  const { status, attempts, error, headers } = letter
  const [discarding, setDiscarding] = useState(false)
  const replay = useLetterChange(letter)
  const isOpen = status === 'pending' || status === 'parked'
  const facts: [string, string][] = [
    [words.error, `${error.code}: ${error.message}`],
    [words.firstFailed, utcDateTime(letter.firstFailedAt)],
    [words.attempts, formatNumber(attempts)],
    [words.next, utcDateTime(letter.nextAttemptAt)],
    [words.place, `${letter.topicId}, ${letter.partition}, ${letter.offset}`],
    [
      words.headers,
      Object.entries(headers)
        .map((header) => header.join(': '))
        .join(', ') || words.noHeaders,
    ],
  ]
  return (
    <Stack>
      <Text role="status" data-status={status}>
        <strong>{words.statuses[status]}</strong>. {words.statusAbout[status]}.
      </Text>
      <dl className="letter-facts">
        {facts.map(([name, value]) => (
          <Fact key={name} name={name} value={value} />
        ))}
      </dl>
      <MendForm
        // Another record in it since: what is typed belongs to the former one.
        key={letter.record.text}
        letter={letter}
        isOpen={isOpen}
        replay={replay}
        onDiscard={() => setDiscarding(true)}
      />
      <Title order={3} size="h5">
        {words.history}
      </Title>
      <LetterHistory history={letter.history} />
      {discarding && <DiscardDialog letter={letter} onClose={() => setDiscarding(false)} />}
    </Stack>
  )
}

const Fact = ({ name, value }: { name: string; value: string }) => (
  <>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </>
)
