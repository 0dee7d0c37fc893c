import { Table } from '@mantine/core'
import type { Import } from '../../api/roster.ts'
import { formatNumber, texts } from '../../texts/texts.ts'

const t = texts.settings.import

/** What is wrong, line by line as a spreadsheet or an editor counts them. */
export const RowErrors = ({ errors }: { errors: Import['errors'] }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
  <section className="table-scroll row-errors" tabIndex={0} aria-label={t.errors}>
    <Table striped stickyHeader>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{t.line}</Table.Th>
          <Table.Th scope="col">{t.field}</Table.Th>
          <Table.Th scope="col">{t.message}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {errors.map(({ line, field, message }) => (
          <Table.Tr key={`${line} ${field} ${message}`}>
            <Table.Th scope="row" fw={500}>
              {formatNumber(line)}
            </Table.Th>
            <Table.Td>
              <code>{field || '–'}</code>
            </Table.Td>
            <Table.Td>{message}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  </section>
)
