import { Alert, Button, Stack, Text } from '@mantine/core'
import { isProblem } from '../api/problem.ts'
import { texts } from '../texts/texts.ts'

export interface FailureProps {
  readonly error: Error
  readonly title?: string
  readonly onRetry?: (() => void) | undefined
}

/** An error as people see it: what it is, what an operator needs to find it, and another try where that may help. */
export function Failure({ error, title = texts.panel.error, onRetry }: FailureProps) {
  const problem = isProblem(error) ? error : undefined
  return (
    <Alert color="red" role="alert" title={title}>
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{problem?.detail ?? error.message}</Text>
        {problem?.errors.map(({ field, message }) => (
          <Text size="sm" key={`${field} ${message}`}>
            {field}: {message}
          </Text>
        ))}
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
