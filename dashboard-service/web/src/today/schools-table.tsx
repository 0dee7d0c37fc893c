import { Anchor, Button, Table } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'react-router'
import { formatNumber, texts } from '../texts/texts.ts'
import { formatTime } from '../time/school-time.ts'
import { useNow } from '../time/use-now.ts'
import { FIGURES } from './figures.ts'
import { byUrgency, type SchoolLine } from './urgency.ts'

/** Numbers move, rows do not: the order is that of the moment when one came, until one asks for it anew. */
export function SchoolsTable({ lines }: { lines: readonly SchoolLine[] }) {
  const wanted = lines.toSorted(byUrgency).map(({ id }) => id)
  const [order, setOrder] = useState(wanted)
  const now = useNow(30_000)
  const place = new Map(order.map((id, at) => [id, at]))
  const shown = lines.toSorted((a, b) => (place.get(a.id) ?? Infinity) - (place.get(b.id) ?? Infinity))
  const moved = wanted.some((id, at) => order[at] !== id)
  return (
    <>
      {moved && (
        <Button size="xs" variant="default" mb="xs" className="no-print" onClick={() => setOrder(wanted)}>
          {texts.today.sortAgain}
        </Button>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="table-scroll" tabIndex={0} aria-label={texts.today.schools}>
        <Table striped highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{texts.today.school}</Table.Th>
              {FIGURES.map(({ name }) => (
                <Table.Th key={name} scope="col" ta="right">
                  {texts.figures[name]}
                </Table.Th>
              ))}
              <Table.Th scope="col" ta="right">
                {texts.today.time}
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map((line) => (
              <Table.Tr key={line.id}>
                <Table.Th scope="row" fw={500}>
                  <Anchor component={Link} to={`/today/schools/${line.id}`}>
                    {line.name}
                  </Anchor>
                </Table.Th>
                {FIGURES.map(({ name }) => (
                  <Table.Td key={name} ta="right" fw={name === 'fevers' && line.fevers ? 700 : undefined}>
                    {number(line[name])}
                  </Table.Td>
                ))}
                <Table.Td ta="right">{line.timeZone ? formatTime(now, line.timeZone) : '–'}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </section>
    </>
  )
}

const number = (value: number | undefined): string => (value === undefined ? '–' : formatNumber(value))
