import { Alert, Progress, Stack, Text } from '@mantine/core'
import type { Import } from '../../api/roster.ts'
import { formatNumber, texts } from '../../texts/texts.ts'
import { RowErrors } from './row-errors.tsx'

const t = texts.settings.import
const COUNTS = ['added', 'changed', 'unchanged'] as const

/** How far it is, or what became of it. */
export function ImportResult({ isSending, found }: { isSending: boolean; found: Import | undefined }) {
  if (isSending) return <Running text={t.sending} percent={100} />
  if (!found) return null
  if (found.state === 'running') {
    const { rows, rowsRead } = found
    const text = `${t.running}: ${t.progress(formatNumber(rowsRead), formatNumber(rows))}`
    return <Running text={text} percent={rows === 0 ? 100 : (100 * rowsRead) / rows} />
  }
  const isGood = found.state === 'done'
  return (
    <Stack gap="sm">
      <Alert color={isGood ? 'teal' : 'red'} role={isGood ? 'status' : 'alert'} title={titleOf(found)}>
        {isGood && (
          <dl className="counts">
            {COUNTS.map((count) => (
              <div key={count}>
                <dt>{t[count]}</dt>
                <dd>{formatNumber(found[count] ?? 0)}</dd>
              </div>
            ))}
          </dl>
        )}
        {isGood && found.dryRun && (found.added ?? 0) + (found.changed ?? 0) === 0 && (
          <Text size="sm">{t.nothingToDo}</Text>
        )}
        {!isGood && (
          <Text size="sm">{t.errorCount(formatNumber(found.errors.length), formatNumber(found.errorCount))}</Text>
        )}
      </Alert>
      {found.errors.length > 0 && <RowErrors errors={found.errors} />}
    </Stack>
  )
}

function titleOf({ state, dryRun }: Import): string {
  if (state === 'done') return dryRun ? t.checked : t.done
  return state === 'refused' ? t.refused : t.failed
}

const Running = ({ text, percent }: { text: string; percent: number }) => (
  <div role="status">
    <Text size="sm" mb={4}>
      {text}
    </Text>
    <Progress value={percent} animated aria-label={text} />
  </div>
)
