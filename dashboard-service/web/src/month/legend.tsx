import { Group, Text } from '@mantine/core'
import type { DayStatus } from '../api/month.ts'
import { SIGNS } from './signs.ts'

export const Legend = () => (
  <Group gap="md" mb="xs">
    {(Object.keys(SIGNS) as DayStatus[]).map((status) => (
      <Group key={status} gap={6}>
        <span className="sign" data-status={status} aria-hidden="true">
          {SIGNS[status].sign}
        </span>
        <Text size="sm">{SIGNS[status].label}</Text>
      </Group>
    ))}
  </Group>
)
