import { Anchor, Table, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { FeverLine } from '../api/fevers.ts'
import { mayOf, useMe } from '../session/use-me.ts'
import { formatDegrees, formatNumber, texts } from '../texts/texts.ts'
import { formatAge, formatLocalDate, formatTime } from '../time/school-time.ts'
import { isOpen } from './fever.ts'
import { MomentStep, OwnerStep, RecheckStep, recheckOf, timeOf } from './steps.tsx'
import { useNote } from './use-note.ts'

export interface FeverRowProps {
  readonly line: FeverLine
  readonly now: number
  readonly withSchool: boolean
  readonly withDate: boolean
}

export function FeverRow({ line, now, withSchool, withDate }: FeverRowProps) {
  const mayNote = mayOf(useMe(), 'attendance.correct')
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={500}>
        <Anchor component={Link} to={`/people/${line.userId}`} className="fever-person" size="sm">
          {line.name}
          <Text span size="xs" c="dimmed">
            {line.className ?? texts.evacuation.noClass}
          </Text>
        </Anchor>
        {withSchool && (
          <Text size="xs" c="dimmed">
            {line.schoolName}
          </Text>
        )}
      </Table.Th>
      <Cell title={texts.fevers.reading}>
        <Text span fw={700} className="numbers">
          {texts.fevers.degrees(formatDegrees(line.reading))}
        </Text>
        {`, ${formatTime(line.readAt, line.timeZone)}`}
        <Text size="xs" c="dimmed">
          {[
            withDate && formatLocalDate(line.localDate),
            line.readings > 1 && texts.fevers.readings(formatNumber(line.readings)),
            isOpen(line) && texts.fevers.waits(formatAge(now - Date.parse(line.since))),
          ]
            .filter(Boolean)
            .join(' · ')}
        </Text>
      </Cell>
      {mayNote ? <Steps line={line} /> : <Noted line={line} />}
    </Table.Tr>
  )
}

function Steps({ line }: { line: FeverLine }) {
  const note = useNote(line)
  return (
    <>
      <Cell title={texts.fevers.recheck}>
        <RecheckStep {...{ line, note }} />
      </Cell>
      <Cell title={texts.fevers.called}>
        <MomentStep {...{ line, note }} field="calledAt" />
      </Cell>
      <Cell title={texts.fevers.pickedUp}>
        <MomentStep {...{ line, note }} field="pickedUpAt" />
      </Cell>
      <Cell title={texts.fevers.owner}>
        <OwnerStep {...{ line, note }} />
        {note.error && (
          <Text size="xs" role="alert" className="fever-fault">
            {texts.fevers.notSaved} {note.error.message}
          </Text>
        )}
      </Cell>
    </>
  )
}

const Noted = ({ line }: { line: FeverLine }) => (
  <>
    <Cell title={texts.fevers.recheck}>{recheckOf(line) ?? '–'}</Cell>
    <Cell title={texts.fevers.called}>{timeOf(line.calledAt, line) ?? '–'}</Cell>
    <Cell title={texts.fevers.pickedUp}>{timeOf(line.pickedUpAt, line) ?? '–'}</Cell>
    <Cell title={texts.fevers.owner}>{line.owner ?? '–'}</Cell>
  </>
)

/** On a phone each line is a card, and its cells say themselves what they are. */
const Cell = ({ title, children }: { title: string; children: ReactNode }) => (
  <Table.Td data-title={title}>
    <div>{children}</div>
  </Table.Td>
)
