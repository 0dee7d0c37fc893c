import { Table, Text } from '@mantine/core'
import type { DayFigures, Preview } from '../api/person.ts'
import { texts } from '../texts/texts.ts'
import { figuresOf } from './day-figures.ts'

/** What a day is, and what it would be; what differs stands out. */
export function PreviewTable({ preview, zone }: { preview: Preview; zone: string }) {
  const after = new Map(figuresOf(preview.after, zone))
  const rows = figuresOf(preview.before, zone).map(([name, before]) => ({
    name,
    before,
    after: after.get(name) ?? '–',
  }))
  return (
    <>
      {rows.every((row) => row.before === row.after) && <Text size="sm">{texts.person.nothingChanges}</Text>}
      <Table className="preview">
        <Table.Thead>
          <Table.Tr>
            <Table.Td />
            <Table.Th scope="col">{texts.person.before}</Table.Th>
            <Table.Th scope="col">{texts.person.after}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.name} className={row.before === row.after ? undefined : 'changed'}>
              <Table.Th scope="row" fw={500}>
                {row.name}
              </Table.Th>
              <Table.Td>{row.before}</Table.Td>
              <Table.Td>{row.after}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </>
  )
}

/** A day as it stands. */
export const DayTable = ({ day, zone }: { day: DayFigures; zone: string }) => (
  <Table className="preview">
    <Table.Tbody>
      {figuresOf(day, zone).map(([name, value]) => (
        <Table.Tr key={name}>
          <Table.Th scope="row" fw={500}>
            {name}
          </Table.Th>
          <Table.Td>{value}</Table.Td>
        </Table.Tr>
      ))}
    </Table.Tbody>
  </Table>
)
