import { Button, Group, Modal, Stack, Table, Text } from '@mantine/core'
import type { BulkAnswer } from '../api/operations.ts'
import { formatNumber, texts } from '../texts/texts.ts'

const words = texts.operations.bulk

/** What became of each letter; those that were not changed come first. */
export function BulkResults({ title, answer, onClose }: { title: string; answer: BulkAnswer; onClose: () => void }) {
  const results = answer.results.toSorted((a, b) => Number(a.outcome === 'done') - Number(b.outcome === 'done'))
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': texts.form.close }}>
      <Stack>
        <Text role="status">{words.done(formatNumber(answer.count), formatNumber(answer.refused))}</Text>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <section className="virtual-rows" tabIndex={0} aria-label={words.results}>
          <Table stickyHeader>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{words.letter}</Table.Th>
                <Table.Th scope="col">{words.outcome}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {results.map(({ id, outcome }) => (
                <Table.Tr key={id}>
                  <Table.Th scope="row" fw={400}>
                    {id}
                  </Table.Th>
                  <Table.Td fw={outcome === 'done' ? undefined : 700}>{words.outcomes[outcome]}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </section>
        <Group justify="flex-end">
          <Button onClick={onClose}>{texts.form.close}</Button>
        </Group>
      </Stack>
    </Modal>
  )
}
