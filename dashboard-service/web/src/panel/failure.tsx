import { Alert, Button, Stack, Text } from '@mantine/core'
import { isProblem } from '../api/problem.ts'
import { texts } from '../texts/texts.ts'

/** An error as people see it: what it is, what an operator needs to find it, and another try where that may help. */
export function Failure({ error, onRetry }: { error: Error; onRetry?: (() => void) | undefined }) {
  const problem = isProblem(error) ? error : undefined
  return (
    <Alert color="red" role="alert" title={texts.panel.error}>
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{problem?.detail ?? error.message}</Text>
        {problem?.requestId && (
          <Text size="xs" c="dimmed">
            {texts.panel.requestId(problem.requestId)}
          </Text>
        )}
        {onRetry && (
          <Button size="xs" variant="default" onClick={onRetry}>
            {texts.panel.retry}
          </Button>
        )}
      </Stack>
    </Alert>
  )
}
