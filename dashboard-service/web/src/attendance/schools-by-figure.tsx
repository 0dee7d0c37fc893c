import { Anchor, Table } from '@mantine/core'
import { Link, useSearchParams } from 'react-router'
import type { Aggregate } from '../api/shapes.ts'
import { formatNumber, texts } from '../texts/texts.ts'
import { LISTS } from './figure-tiles.tsx'

/** The figures of each school; a school leads to its people, at the same period. */
export function SchoolsByFigure({ schools }: { schools: NonNullable<Aggregate['schools']> }) {
  const [search] = useSearchParams()
  const addressOf = (id: number) => {
    const next = new URLSearchParams(search)
    next.set('school', String(id))
    return { search: next.toString() }
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="table-scroll" tabIndex={0} aria-label={texts.attendance.schools}>
      <Table striped highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{texts.attendance.school}</Table.Th>
            {LISTS.map((name) => (
              <Table.Th key={name} scope="col" ta="right">
                {texts.figures[name]}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {schools.map((school) => (
            <Table.Tr key={school.id}>
              <Table.Th scope="row" fw={500}>
                <Anchor component={Link} to={addressOf(school.id)}>
                  {school.name}
                </Anchor>
              </Table.Th>
              {LISTS.map((name) => (
                <Table.Td key={name} ta="right">
                  {formatNumber(school[name])}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  )
}
