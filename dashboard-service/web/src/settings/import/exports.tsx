import { Anchor, Group, Paper, Text, Title } from '@mantine/core'
import { texts } from '../../texts/texts.ts'

const t = texts.settings.import
const ADDRESSES = { schools: '/api/schools.csv', classes: '/api/classes.csv', people: '/api/users.csv' }

export const Exports = () => (
  <Paper withBorder p={{ base: 'xs', sm: 'md' }} component="section">
    <Title order={2} size="h4" mb="xs">
      {t.exports}
    </Title>
    <Text size="sm" mb="xs">
      {t.exportAbout}
    </Text>
    <Group>
      {(['schools', 'classes', 'people'] as const).map((kind) => (
        <Anchor key={kind} href={ADDRESSES[kind]} download>
          {t.export(t.kinds[kind])}
        </Anchor>
      ))}
    </Group>
  </Paper>
)
