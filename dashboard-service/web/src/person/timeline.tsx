import { Button, Group, Table, Text } from '@mantine/core'
import { isFever } from '@rollcall/domain'
import type { PersonsDay, TimelineEntry } from '../api/person.ts'
import { Face, hasFace } from '../image/face.tsx'
import { formatDegrees, texts } from '../texts/texts.ts'
import { clocksChange } from '../time/local-instant.ts'
import { timeOfEvent } from './day-figures.ts'
import type { Wish } from './wish.ts'

export interface TimelineProps {
  readonly day: PersonsDay
  /** For who may correct. */
  readonly onWish?: (wish: Wish) => void
}

/** What happened on a day, in its order; what is void stays in sight. */
export function Timeline({ day, onWish }: TimelineProps) {
  const change = clocksChange(day.localDate, day.timeZone)
  if (day.timeline.length === 0) return <Text c="dimmed">{texts.person.emptyTimeline}</Text>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="table-scroll" tabIndex={0} aria-label={texts.person.timeline}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            {HEADS.map((head) => (
              <Table.Th key={head} scope="col">
                {head}
              </Table.Th>
            ))}
            {onWish && <Table.Th scope="col">{texts.person.change}</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {day.timeline.map((entry) => (
            <Entry
              key={`${entry.id} ${entry.void}`}
              entry={entry}
              time={timeOfEvent(entry.timestamp, day.timeZone, change)}
              remarks={remarksOf(entry, day)}
              {...(onWish && { onWish })}
            />
          ))}
        </Table.Tbody>
      </Table>
    </section>
  )
}

const { time, what, temperature, image, device, remarks } = texts.person
const HEADS = [time, what, temperature, image, device, remarks]

interface EntryProps {
  readonly entry: TimelineEntry
  readonly time: string
  readonly remarks: string
  readonly onWish?: (wish: Wish) => void
}

const Entry = ({ entry, time, remarks, onWish }: EntryProps) => (
  <Table.Tr className={entry.void ? 'void' : undefined}>
    <Table.Th scope="row" fw={500} className="numbers">
      {time}
    </Table.Th>
    <Table.Td>{typeText(entry.type)}</Table.Td>
    <Table.Td>
      {entry.temperature === null ? '–' : texts.today.temperature(formatDegrees(entry.temperature))}
      {isFever(entry.temperature) && <strong> ({texts.today.fever})</strong>}
    </Table.Td>
    <Table.Td>{hasFace(entry.image) ? <Face image={entry.image} alt={texts.person.imageOf(time)} /> : '–'}</Table.Td>
    <Table.Td>{entry.byHand ? texts.person.byHand : (entry.device ?? '–')}</Table.Td>
    <Table.Td>{remarks || '–'}</Table.Td>
    {onWish && (
      <Table.Td>
        {!entry.void && (
          <Group gap={4} wrap="nowrap" className="no-print">
            {(['amend', 'void'] as const).map((kind) => (
              <Button
                key={kind}
                size="compact-xs"
                variant="default"
                aria-label={texts.person.changeOf(texts.person.correct[kind], `${typeText(entry.type)} ${time}`)}
                onClick={() => onWish({ kind, entry })}
              >
                {texts.person.correct[kind]}
              </Button>
            ))}
          </Group>
        )}
      </Table.Td>
    )}
  </Table.Tr>
)

export const typeText = (type: TimelineEntry['type']): string =>
  type === 'checkin' ? texts.person.in : texts.person.out

/** The day's flags, beside the event that brought each of them about. */
function remarksOf(entry: TimelineEntry, { flags, firstIn, lastOut }: PersonsDay): string {
  if (entry.void) return texts.person.void
  const told: string[] = []
  const isFirst = entry.type === 'checkin' && entry.timestamp === firstIn
  const isLast = entry.type === 'checkout' && entry.timestamp === lastOut
  if (isFirst && flags.includes('late')) told.push('late')
  if (isLast && flags.includes('left-early')) told.push('left-early')
  return told.map((flag) => texts.person.flagNames[flag] ?? flag).join(', ')
}
