import { Button, Paper, Table, Text, Title } from '@mantine/core'
import type { ImportKind } from '../../api/roster.ts'
import { saveCsv } from '../../download/csv.ts'
import { texts } from '../../texts/texts.ts'
import { REQUIRED_COLUMN, SHEET_COLUMNS, sampleRows } from './sheet-columns.ts'

const t = texts.settings.import

/** Which columns a file may have, and a file to begin with. */
export const SheetShape = ({ kind }: { kind: ImportKind }) => (
  <Paper withBorder p={{ base: 'xs', sm: 'md' }} component="section">
    <Title order={2} size="h4" mb="xs">
      {t.columns}: {t.kinds[kind]}
    </Title>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
    <section className="table-scroll" tabIndex={0} aria-label={t.columns}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t.column}</Table.Th>
            <Table.Th scope="col">{t.about}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {SHEET_COLUMNS[kind].map((column) => (
            <Table.Tr key={column}>
              <Table.Th scope="row" fw={500}>
                <code>{column}</code>
              </Table.Th>
              <Table.Td>
                {t.abouts[column]}
                {column === REQUIRED_COLUMN && (
                  <Text span size="sm" fw={700}>
                    {' '}
                    {t.required}
                  </Text>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
    <Button mt="sm" size="compact-sm" variant="default" onClick={() => saveCsv(`sample-${kind}`, sampleRows(kind))}>
      {t.sample}
    </Button>
  </Paper>
)
