import { Paper, Text, Title } from '@mantine/core'
import { texts } from '../texts/texts.ts'

/** Lists of people of a whole district are nobody's to read. */
export const NeedsSchool = ({ title }: { title: string }) => (
  <Paper withBorder p="md" component="section" aria-label={title}>
    <Title order={2} size="h4" mb="xs">
      {title}
    </Title>
    <Text c="dimmed">{texts.attendance.needsSchool}</Text>
  </Paper>
)
