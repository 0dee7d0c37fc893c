import { Table, Text } from '@mantine/core'
import type { Profile } from '../api/leave.ts'
import { formatNumber, texts } from '../texts/texts.ts'
import { formatDates } from './names.ts'

const words = texts.leave.profile

/** Every leave of one employee, of all states: also what was taken back, and what the HR system has no more. */
export const LeavesTable = ({ leaves }: { leaves: Profile['leaves'] }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
  <section className="table-scroll" tabIndex={0} aria-label={words.leaves}>
    <Table striped>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{words.leave.dates}</Table.Th>
          <Table.Th scope="col">{words.leave.type}</Table.Th>
          <Table.Th scope="col">{words.leave.state}</Table.Th>
          <Table.Th scope="col" ta="right">
            {words.leave.days}
          </Table.Th>
          <Table.Th scope="col" ta="right">
            {words.leave.hrDays}
          </Table.Th>
          <Table.Th scope="col">{words.leave.reason}</Table.Th>
          <Table.Th scope="col">{words.leave.remarks}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {leaves.map((leave) => (
          <Table.Tr key={leave.id}>
            <Table.Th scope="row" fw={500} className="leave-dates">
              {formatDates(leave.startDate, leave.endDate)}
              {leave.isConsecutive && (
                <Text size="xs" c="dimmed">
                  {words.consecutive}
                </Text>
              )}
            </Table.Th>
            <Table.Td>{leave.leaveType ?? texts.leave.none}</Table.Td>
            <Table.Td>
              {texts.leave.state[leave.state] ?? leave.status}
              {leave.vanishedAt !== null && (
                <Text size="xs" c="dimmed">
                  {words.vanished}
                </Text>
              )}
            </Table.Td>
            <Table.Td ta="right">{formatNumber(leave.days)}</Table.Td>
            <Table.Td ta="right">{leave.hrDays === null ? texts.leave.unknown : formatNumber(leave.hrDays)}</Table.Td>
            <Table.Td>{leave.reason}</Table.Td>
            <Table.Td>{leave.remarks}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  </section>
)
